// npm start: the whole backend on this machine, rebuilt and reloaded at each change, until Ctrl-C.
import { CommandError, runCommand, unlessStopped } from './command.ts';
import { watchFunctions } from './functionsBuild.ts';
import { parseStackOptions } from './stack/options.ts';
import { host } from './stack/ports.ts';
import { startStack, type Stack } from './stack/stack.ts';

const show = (line: string) => console.log(line);

await runCommand(async (stopping) => {
  const options = parseStackOptions(process.argv.slice(2));
  console.log('Starting the emulators (about 15 seconds) ...');
  const stack = await startStack(options, stopping, show);
  const compiler = watchFunctions(show);
  try {
    console.log(welcome(stack, options.freePorts));
    await unlessStopped(stopping, stack.ended);
    throw new CommandError(`The emulators have ended by themselves (log: ${stack.logFile}).`);
  } catch (error) {
    // Ctrl-C is how this command ends when all is well.
    if (!stopping.aborted) throw error;
    console.log('Stopping ...');
    return stopping.reason === 130 ? 0 : (stopping.reason as number);
  } finally {
    await Promise.all([compiler.stop(), stack.stop()]);
  }
});

function welcome({ project, engine, ports, logFile }: Stack, isFree: boolean): string {
  const firestore = engine === 'official' ? "Google's emulator" : 'embedded: no security rules';
  return `
Device Sessions runs on this machine (project ${project}):
  Auth       http://${host}:${ports.auth}
  Functions  http://${host}:${ports.functions}/${project}/us-central1/<name>
  Firestore  ${host}:${ports.firestore} (${firestore})
  Tasks      http://${host}:${ports.tasks}
Test users   alice@example.com and bob@example.com, password: password123
Log          ${logFile}
${isFree ? '' : 'Try          npm run demo, in a second terminal\n'}Changes in functions/src are rebuilt and reloaded. Ctrl-C stops everything.
`;
}

// npm run lint: the linter, the formatter and the types.
import { failedChecks } from '../checks/lint.ts';
import { CommandError, runCommand } from '../process/command.ts';
import { requireNoWords } from '../process/words.ts';

await runCommand(async () => {
  requireNoWords(process.argv.slice(2), 'lint');
  const failed = await failedChecks();
  if (failed.length > 0) throw new CommandError(`Failed: ${failed.join(', ')}.`);
  return 0;
});

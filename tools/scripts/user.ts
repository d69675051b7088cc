// Looks after the sessions of one user, named by uid or e-mail address, through the Admin SDK:
//   npm run user -- list <user> [--ended]        the user's sessions
//   npm run user -- end <user>                   ends all of them, and signs the devices out
//   npm run user -- confirm <user> <sessionId>   confirms a session, as its owner's "it was me" would
//   npm run user -- export <user>                all that is kept of the user, as JSON
//   npm run user -- erase <user>                 signs the devices out, and erases all that is kept
// On the emulators of this checkout, or on the project that --project names. --tenant: a tenant of Identity
// Platform. --yes: do not ask before something is changed. --json: JSON in place of tables.
import { CommandError, runCommand } from '../process/command.ts';
import { actions, type Action } from '../user/actions.ts';
import { findUser } from '../user/findUser.ts';
import { askFor, enterProject, requireTerminal } from '../user/project.ts';
import { parseUserOptions } from '../user/options.ts';

await runCommand(async () => {
  const options = parseUserOptions(process.argv.slice(2));
  const { action: name, tenantId } = options;
  const action: Action = actions[name];
  const place = await enterProject(options.project);
  if (action.change && !options.isAgreed) requireTerminal(place);
  const { project } = place;
  const speak = silenceBackend();
  try {
    // Not before now: what it loads reads the environment.
    const api = await import('../../functions/src/admin.ts');
    const user = await findUser(options.user, { project, tenantId }, (uid) =>
      api.exportUser(uid, { tenantId }),
    );
    const change = action.change && `${action.change} of ${user.name} (uid ${user.uid})`;
    if (change && options.isAgreed) console.error(`${change} in ${place.description}.`);
    else if (change) await askFor(place, change);
    const { value, text } = await action.run(api, { ...options, uid: user.uid });
    console.log(options.isJson ? JSON.stringify(value, null, 2) : text);
    return 0;
  } catch (error) {
    throw error instanceof CommandError ? error : toCommandError(error, project);
  } finally {
    speak();
  }
});

/** What the backend logs, and Google's libraries warn of, is no part of the answer. Returns how to undo it. */
function silenceBackend(): () => void {
  process.removeAllListeners('warning');
  const { debug, info, warn } = console;
  Object.assign(console, { debug() {}, info() {}, warn() {} });
  return () => void Object.assign(console, { debug, info, warn });
}

/** A refusal, or what Google's libraries say, as one sentence. */
function toCommandError(error: unknown, project: string): CommandError {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = /default credentials|access token|metadata/i.test(message)
    ? 'nobody is logged in: gcloud auth application-default login (or set GOOGLE_APPLICATION_CREDENTIALS).'
    : message;
  return new CommandError(`${project}: ${sentence}`, 1, { cause: error });
}

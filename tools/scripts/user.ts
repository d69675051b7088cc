// Looks after the sessions of one user, through the Admin SDK:
//   npm run user -- list <uid> [--ended]        the user's sessions
//   npm run user -- end <uid>                   ends all of them, and logs the devices out
//   npm run user -- confirm <uid> <sessionId>   confirms a session, as its owner's "it was me" would
//   npm run user -- export <uid>                all that is kept of the user, as JSON
//   npm run user -- erase <uid>                 logs the devices out, and erases all that is kept
// On the emulators that run here, or on the project that --project names. --tenant: a tenant of Identity
// Platform. --yes: do not ask before a real project is changed. --json: JSON in place of tables.
import { CommandError, runCommand } from '../process/command.ts';
import { askForProject, enterProject, isRealProject } from '../user/project.ts';
import { parseUserOptions } from '../user/options.ts';
import { deviceTable } from '../user/table.ts';

await runCommand(async () => {
  const options = parseUserOptions(process.argv.slice(2));
  const { action, uid, sessionId, tenantId, isJson } = options;
  const project = await enterProject(options.project);
  const changes = action !== 'list' && action !== 'export';
  if (changes && isRealProject(project) && !options.isAgreed) {
    await askForProject(project, `${action} for the user ${uid}`);
  }
  // Not before now: what it loads reads the environment.
  const admin = await import('../../functions/src/admin.ts');
  const print = (value: object, text: string) =>
    console.log(isJson ? JSON.stringify(value, null, 2) : text);
  try {
    switch (action) {
      case 'list': {
        const sessions = await admin.listUserSessions(uid, {
          tenantId,
          includeEnded: options.includeEnded,
        });
        print({ sessions }, deviceTable(sessions));
        break;
      }
      case 'end': {
        const { revokedCount } = await admin.endUserSessions(uid, { tenantId });
        print({ revokedCount }, `Ended: ${revokedCount}.`);
        break;
      }
      case 'confirm': {
        const session = await admin.confirmSession(uid, sessionId, { tenantId });
        print({ session }, deviceTable([session]));
        break;
      }
      case 'export':
        console.log(JSON.stringify(await admin.exportUser(uid, { tenantId }), null, 2));
        break;
      case 'erase':
        await admin.eraseUser(uid, { tenantId });
        print({ erased: true }, 'Erased.');
    }
    return 0;
  } catch (error) {
    throw toCommandError(error, project);
  }
});

/** A refusal, or what Google's libraries say, as one sentence. */
function toCommandError(error: unknown, project: string): CommandError {
  const message = error instanceof Error ? error.message : String(error);
  return new CommandError(`${project}: ${message}`, 1, { cause: error });
}

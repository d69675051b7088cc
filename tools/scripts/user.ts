// Looks after the sessions of one user, named by uid or e-mail address, through the Admin SDK:
//   npm run user -- list <user> [--ended]        the user's sessions
//   npm run user -- end <user>                   ends all of them, and signs the devices out
//   npm run user -- confirm <user> <sessionId>   confirms a session, as its owner's "it was me" would
//   npm run user -- export <user>                all that is kept of the user, as JSON
//   npm run user -- erase <user>                 signs the devices out, and erases all that is kept
//   npm run user -- readmit <user>               lets a deleted account in that was made anew
// On the emulators of this checkout, or on the project that --project names. --tenant: a tenant of Identity
// Platform. --yes: do not ask before something is changed. --json: JSON in place of tables.
import { runCommand } from '../process/command.ts';
import { userCommand } from '../user/command.ts';

await runCommand(() => userCommand(process.argv.slice(2), console));

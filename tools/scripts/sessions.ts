// Ends the sessions of all users that fit, after an incident, and tells their devices, through the Admin SDK:
//   npm run sessions -- end --signed-in-before 2026-12-01T08:00:00Z
//     --type WEB                 only on devices of this type
//     --app-version-below 2.3.0  only of apps older than this
//     --tenant <id>              only in this tenant of Identity Platform
//     --dry-run                  counts them, and changes nothing
//     --after=<accountId>        goes on behind this account, where an earlier run was stopped
//     --page <n>                 accounts side by side: 100
// On the emulators of this checkout, or on the project that --project names. --yes: do not ask. --json: the sums
// as JSON. Ctrl-C stops it behind the accounts in hand, and once more at once.
import { codeOf, stoppedBy } from '../process/program.ts';
import { runCommand } from '../process/command.ts';
import { sessionsCommand } from '../sessions/command.ts';

const stopping = new AbortController();
let stoppedAt = 0;
/** npm passes a Ctrl-C on that has reached us already. */
const samePressMs = 700;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stoppedAt > 0 && Date.now() - stoppedAt > samePressMs) process.exit(codeOf(signal));
    if (stoppedAt === 0) stoppedAt = Date.now();
  });
}
// Of all ways to be asked: a signal, and the end of npm.
setInterval(() => {
  if (stoppedBy() !== null) stopping.abort();
}, 100).unref();

await runCommand(async () => {
  const code = await sessionsCommand(process.argv.slice(2), console, stopping.signal);
  const signal = stoppedBy();
  return signal === null ? code : codeOf(signal);
});

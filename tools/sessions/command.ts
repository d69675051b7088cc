// What `npm run sessions` does with its words.
import type { EndedSessions, SessionFilter } from '../../functions/src/admin.ts';
import { requireSignedInAfter } from '../../functions/src/domain/revocation/incident.ts';
import { optionalTime } from '../../functions/src/params/kinds.ts';
import { CommandError } from '../process/command.ts';
import { silenceBackend, tallyErrors, toCommandError } from '../user/backend.ts';
import { askFor, enterProject, requireTerminal, type Place } from '../user/project.ts';
import { takeSignedInAfter } from './deployed.ts';
import { parseSessionsOptions, type SessionsOptions } from './options.ts';
import { progressLine, summaryOf } from './progress.ts';

/** How often it tells how far it is. */
const tellingMs = 2000;

type Tell = Console['error'];

/**
 * Resolves to its exit code; an expected failure is a CommandError. The signal stops it behind the accounts that
 * it has in hand. Whatever stops it, it tells how to go on.
 */
export async function sessionsCommand(
  args: string[],
  { log, error: tell }: Pick<Console, 'log' | 'error'>,
  signal: AbortSignal,
): Promise<number> {
  const options = parseSessionsOptions(args);
  const { filter, isDryRun } = options;
  const place = await enterProject(options.project);
  if (!isDryRun && !options.isAgreed) requireTerminal(place);
  if (!isDryRun) await agree(options, place, tell);
  const speak = silenceBackend();
  const tellErrors = tallyErrors(tell);
  let reached: EndedSessions | null = null;
  try {
    // Not before now: what it loads reads the environment.
    const api = await import('../../functions/src/admin.ts');
    const onPage = tellProgress(isDryRun, tell);
    reached = await api.endSessions(filter, {
      ...{ after: options.after, pageSize: options.pageSize, isDryRun, signal },
      onPage(progress) {
        reached = progress;
        onPage(progress);
      },
      onRetry: (error) => tell(`Tried again: ${toCommandError(error, place.project).message}`),
    });
    log(options.isJson ? JSON.stringify(reached, null, 2) : summaryOf(reached, isDryRun));
    return reached.isComplete ? 0 : 1;
  } catch (error) {
    throw toCommandError(error, place.project);
  } finally {
    speak();
    tellErrors();
    if (reached && !reached.isComplete) tell(goingOn(args, reached.after));
  }
}

/** Resolves once somebody has agreed, and knows of older sign-ins what there is to know. */
async function agree({ filter, isAgreed }: SessionsOptions, place: Place, tell: Tell) {
  const { isReal, project, description } = place;
  const region = process.env['REGION'] ?? 'us-central1';
  const unseen = isReal ? await takeSignedInAfter(project, region) : null;
  if (unseen !== null) {
    tell(`SIGNED_IN_AFTER of ${description} cannot be seen: ${unseen} The files here decide.`);
  }
  const refusal = olderSignIns(filter);
  if (refusal !== null && (filter.deviceType ?? filter.appVersionBelow) === undefined) {
    const mend = isReal
      ? `Write it into functions/.env.${project}, and deploy.`
      : 'Write it into functions/.env.local, and start the emulators anew.';
    throw new CommandError(`${refusal} ${mend}`);
  }
  if (refusal !== null) {
    tell(
      'A sign-in from before may open such a session again: SIGNED_IN_AFTER, which refuses it, refuses all others’ too.',
    );
  }
  const change = `End all sessions ${wordsOf(filter)}`;
  if (isAgreed) tell(`${change} in ${description}.`);
  else await askFor(place, change);
}

/** Why a sign-in from before that time would open a session again; null where it would not. */
function olderSignIns({ signedInBefore }: SessionFilter): string | null {
  const signedInAfter = optionalTime.parse(process.env['SIGNED_IN_AFTER'] ?? '') ?? null;
  try {
    requireSignedInAfter({ signedInBefore }, { signedInAfter });
    return null;
  } catch (error) {
    return (error as TypeError).message;
  }
}

function wordsOf({ signedInBefore, deviceType, appVersionBelow, tenantId }: SessionFilter): string {
  return [
    `signed in before ${signedInBefore.toISOString()}`,
    ...(deviceType === undefined ? [] : [`on devices of type ${deviceType}`]),
    ...(appVersionBelow === undefined ? [] : [`of apps older than ${appVersionBelow}`]),
    ...(tenantId === undefined ? [] : [`of the tenant ${tenantId}`]),
  ].join(', ');
}

/** After the first page, and then every few seconds. */
function tellProgress(isDryRun: boolean, tell: Tell): (progress: EndedSessions) => void {
  const begunAt = performance.now();
  let toldAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (progress.isComplete || now - toldAt < tellingMs) return;
    toldAt = now;
    tell(progressLine(progress, { seconds: (now - begunAt) / 1000, isDryRun }));
  };
}

/** The same command, from there on. An id may begin with "-". */
function goingOn(args: readonly string[], after: string | null): string {
  const at = args.indexOf('--after');
  const rest = args.filter(
    (word, index) => !word.startsWith('--after=') && (at < 0 || (index !== at && index !== at + 1)),
  );
  const words = [...rest, ...(after === null ? [] : [`--after=${after}`])];
  return `Stopped. To go on: npm run sessions -- ${words.join(' ')}`;
}

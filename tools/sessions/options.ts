// The words of `npm run sessions`.
import type { SessionFilter } from '../../functions/src/admin.ts';
import { accountIdPattern } from '../../functions/src/domain/account/accountId.ts';
import { checkIncident } from '../../functions/src/domain/revocation/incident.ts';
import type { DeviceType } from '../../functions/src/domain/session/session.ts';
import { optionalTime } from '../../functions/src/params/kinds.ts';
import { parseWords, UsageError } from '../process/words.ts';

export interface SessionsOptions {
  filter: SessionFilter;
  isDryRun: boolean;
  /** The id of the account behind which to go on. */
  after: string | null;
  pageSize: number;
  /** null: the emulators. */
  project: string | null;
  isAgreed: boolean;
  isJson: boolean;
}

const usage = `Say which sessions of all users are to end:
  npm run sessions -- end --signed-in-before <time> [--type WEB] [--app-version-below 2.3.0] [--tenant <id>]
with --project <id>, --dry-run, --after=<accountId>, --page <n>, --json or --yes.`;

/** Throws a UsageError: a sentence for a value that nobody can have meant, else how the command is called. */
export function parseSessionsOptions(args: string[], now = new Date()): SessionsOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseWords(
    {
      args,
      allowPositionals: true,
      options: {
        ...{ 'signed-in-before': text, type: text, 'app-version-below': text, tenant: text },
        ...{ project: text, after: text, page: text },
        ...{ 'dry-run': flag, yes: flag, json: flag },
      },
    },
    usage,
  );
  if (positionals.join() !== 'end' || values.project === '') throw new UsageError(usage);
  const { after = null, page = '100' } = values;
  if (after !== null && !accountIdPattern.test(after)) {
    throw new UsageError(`${after} is no id of an account: a run that was stopped says one.`);
  }
  if (!/^[1-9][0-9]{0,2}$/.test(page) || Number(page) > 500) {
    throw new UsageError(`A page has 1 to 500 accounts, not ${page}.`);
  }
  return {
    filter: filterOf(values, now),
    ...{ after, pageSize: Number(page), project: values.project ?? null },
    ...{ isDryRun: values['dry-run'], isAgreed: values.yes, isJson: values.json },
  };
}

interface FilterWords {
  'signed-in-before'?: string;
  type?: string;
  'app-version-below'?: string;
  tenant?: string;
}

function filterOf(words: FilterWords, now: Date): SessionFilter {
  const { 'signed-in-before': time, type, 'app-version-below': appVersionBelow, tenant } = words;
  if (time === undefined) throw new UsageError(usage);
  const signedInBefore = optionalTime.parse(time);
  if (!signedInBefore) {
    throw new UsageError(`${time || 'Nothing'} is no time such as 2026-12-01T08:00:00Z.`);
  }
  const filter = {
    signedInBefore,
    ...(type !== undefined && { deviceType: type as DeviceType }),
    ...(appVersionBelow !== undefined && { appVersionBelow }),
    ...(tenant !== undefined && { tenantId: tenant }),
  };
  try {
    return checkIncident(filter, now);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}

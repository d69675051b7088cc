// The words of `npm run user`.
import { parseWords, UsageError } from '../process/words.ts';
import { actions, actionUsages, isActionName, type Action, type ActionName } from './actions.ts';

export interface UserOptions {
  action: ActionName;
  /** A uid, or an e-mail address. */
  user: string;
  /** Empty unless the action takes one. */
  sessionId: string;
  tenantId: string | null;
  /** null: the emulators. */
  project: string | null;
  includeEnded: boolean;
  isAgreed: boolean;
  isJson: boolean;
}

const usage = `Say what to do, and for which user (uid or e-mail):
${actionUsages()
  .map((line) => `  npm run user -- ${line}`)
  .join('\n')}
with --project <id>, --tenant <id>, --ended, --json or --yes.`;

/** Throws a UsageError that says how the command is called. */
export function parseUserOptions(args: string[]): UserOptions {
  const { values, positionals } = parseWords(
    {
      args,
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        project: { type: 'string' },
        ended: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    },
    usage,
  );
  const [action = '', user = '', sessionId = '', ...more] = positionals;
  if (!isActionName(action) || user === '' || more.length > 0) throw new UsageError(usage);
  const { words }: Action = actions[action];
  if ((sessionId !== '') !== (words !== '')) throw new UsageError(usage);
  if (values.tenant === '' || values.project === '') throw new UsageError(usage);
  return {
    ...{ action, user, sessionId },
    tenantId: values.tenant ?? null,
    project: values.project ?? null,
    includeEnded: values.ended,
    isAgreed: values.yes,
    isJson: values.json,
  };
}

// The words of `npm run user`.
import { parseArgs } from 'node:util';
import { CommandError } from '../process/command.ts';

const actions = ['list', 'end', 'confirm', 'export', 'erase'] as const;
export type Action = (typeof actions)[number];

export interface UserOptions {
  action: Action;
  uid: string;
  /** Empty except for `confirm`. */
  sessionId: string;
  tenantId: string | null;
  /** null: the emulators. */
  project: string | null;
  includeEnded: boolean;
  isAgreed: boolean;
  isJson: boolean;
}

const usage =
  'Say what to do: npm run user -- list|end|export|erase <uid>, or confirm <uid> <sessionId>; ' +
  'with --project <id>, --tenant <id>, --ended, --json or --yes.';

/** Exit code of a command that is called wrongly (sysexits.h: EX_USAGE). */
const wrongUsage = 64;

/** Throws a CommandError that says how the command is called. */
export function parseUserOptions(args: string[]): UserOptions {
  const { values, positionals } = parse(args);
  const [action = '', uid = '', sessionId = '', ...more] = positionals;
  const takesSession = action === 'confirm';
  if (!isAction(action)) throw misused();
  if (uid === '' || more.length > 0 || (sessionId !== '') !== takesSession) throw misused();
  if (values.tenant === '' || values.project === '') throw misused();
  return {
    ...{ action, uid, sessionId },
    tenantId: values.tenant ?? null,
    project: values.project ?? null,
    includeEnded: values.ended,
    isAgreed: values.yes,
    isJson: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        project: { type: 'string' },
        ended: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n${usage}`, wrongUsage);
  }
}

function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text);
}

function misused(): CommandError {
  return new CommandError(usage, wrongUsage);
}

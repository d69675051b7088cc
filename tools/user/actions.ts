// What `npm run user` can do, one row each: parsing, the question, usage and answer all follow this table.
import type * as admin from '../../functions/src/admin.ts';
import { deviceTable } from './table.ts';

export interface ActionInput {
  uid: string;
  tenantId: string | null;
  /** Empty unless the action takes one. */
  sessionId: string;
  includeEnded: boolean;
}

export interface ActionAnswer {
  /** What `--json` prints. */
  value: object;
  text: string;
}

export interface Action {
  /** What the words after the user are, as usage names them. */
  words: '' | '<sessionId>';
  /** What it does, as the question says it, before "of alice@example.com"; null where it changes nothing. */
  change: string | null;
  /** Whether the question shows the account that exists now. */
  showsAccount?: boolean;
  run(api: typeof admin, input: ActionInput): Promise<ActionAnswer>;
}

export const actions = {
  list: {
    words: '',
    change: null,
    async run(api, { uid, tenantId, includeEnded }) {
      const sessions = await api.listUserSessions(uid, { tenantId, includeEnded });
      return { value: { sessions }, text: deviceTable(sessions) };
    },
  },
  end: {
    words: '',
    change: 'End all sessions',
    async run(api, { uid, tenantId }) {
      const value = await api.endUserSessions(uid, { tenantId });
      return { value, text: `Ended: ${value.revokedCount}.` };
    },
  },
  confirm: {
    words: '<sessionId>',
    change: 'Confirm this session',
    async run(api, { uid, sessionId, tenantId }) {
      const session = await api.confirmSession(uid, sessionId, { tenantId });
      return { value: { session }, text: deviceTable([session]) };
    },
  },
  export: {
    words: '',
    change: null,
    async run(api, { uid, tenantId }) {
      const value = await api.exportUser(uid, { tenantId });
      return { value, text: JSON.stringify(value, null, 2) };
    },
  },
  erase: {
    words: '',
    change: 'Erase all that is kept',
    async run(api, { uid, tenantId }) {
      await api.eraseUser(uid, { tenantId });
      return { value: { erased: true }, text: 'Erased.' };
    },
  },
  readmit: {
    words: '',
    change: 'Let in again, as no thief made it, the account',
    showsAccount: true,
    async run(api, { uid, tenantId }) {
      const readmitted = await api.readmitUser(uid, { tenantId });
      return { value: { readmitted }, text: readmitted ? 'Let in.' : 'It had not been refused.' };
    },
  },
} satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

export function isActionName(text: string): text is ActionName {
  return Object.hasOwn(actions, text);
}

/** How each action is called, such as "confirm <user> <sessionId>". */
export function actionUsages(): string[] {
  return Object.entries<Action>(actions).map(([name, { words }]) =>
    [name, '<user>', words].filter(Boolean).join(' '),
  );
}

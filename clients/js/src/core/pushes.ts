// What a push means to this device. A push is a hint, may come twice, and may be about an earlier session.
import type { Context } from './context.ts';
import type { Answers } from './contract.ts';
import type { Ending } from './ending.ts';
import type { Leftovers } from './leftovers.ts';
import type { Refusal } from './refusal.ts';

/** The data of a push: text throughout. */
export type PushData = Record<string, string | undefined>;

/** `ended`: the session has ended; `changed`: the list is not what it was; `ignored`: not for this session, or seen before. */
export type PushOutcome = 'ended' | 'changed' | 'ignored';

export interface Pushes {
  handlePush(data: PushData): Promise<PushOutcome>;
  answerAlert(answerToken: string, wasMe: boolean): Promise<Answers['answerLoginAlert']>;
}

export interface PushesOptions {
  context: Context;
  ending: Pick<Ending, 'told'>;
  leftovers: Leftovers;
  changed(): void;
  /** Asks the server; where the session has ended, all is done. */
  update(): Promise<unknown>;
}

export function makePushes(options: PushesOptions): Pushes {
  const { context, ending, leftovers, changed, update } = options;
  const { memory, sessionId: atHand, keptSession, call, limited } = context;
  const taken = new Set<string>();

  async function ownSessionId(): Promise<string | null> {
    return (await atHand()) ?? (await keptSession())?.sessionId ?? null;
  }

  /** Another call may have noticed the end before: then only the receipt is left to send. */
  async function onForceLogout({ sessionId = '', receiptToken }: PushData): Promise<PushOutcome> {
    let isOver = false;
    if (sessionId === (await ownSessionId())) {
      await update().catch((error: Partial<Refusal>) => {
        isOver = /revoked|expired/.test(`${error.reason}`);
        if (!isOver) throw error;
      });
    }
    const isSent = receiptToken !== undefined && (await sendReceipt(sessionId, receiptToken));
    return isSent || isOver ? 'ended' : 'ignored';
  }

  /** Confirms that this device has wiped what it kept in that session; false where it has not. */
  async function sendReceipt(sessionId: string, receiptToken: string): Promise<boolean> {
    const send = async () => {
      await ending.told(sessionId);
      if ((await memory.read('wiped')) !== sessionId) return false;
      await leftovers.keep('receipts', receiptToken);
      await leftovers.settle();
      return true;
    };
    // Goes on where the app takes longer; not at all where it could not wipe.
    return await limited(send).catch(() => false);
  }

  /** In this page, or by whoever shares the storage. What cannot be read says nothing. */
  async function isTaken(pushId: string): Promise<boolean> {
    const seen = await memory.read('seen').catch((): string[] => []);
    const isSeen = taken.has(pushId) || seen?.includes(pushId);
    taken.add(pushId);
    if (!isSeen) await memory.write('seen', [...(seen ?? []), pushId].slice(-20));
    return isSeen === true;
  }

  return {
    async handlePush(data) {
      if (data['action'] === 'force_logout') return await onForceLogout(data);
      const { pushId, receiverSessionId } = data;
      const isOthers =
        receiverSessionId !== undefined && receiverSessionId !== (await ownSessionId());
      if (isOthers || (pushId !== undefined && taken.has(pushId))) return 'ignored';
      const isSeen = pushId !== undefined && (await isTaken(pushId));
      // Another tab may have taken it, and the list of this one is as old as before.
      changed();
      return isSeen ? 'ignored' : 'changed';
    },

    async answerAlert(answerToken, wasMe) {
      const answer = await call('answerLoginAlert', { token: answerToken, wasMe });
      changed();
      return answer;
    },
  };
}

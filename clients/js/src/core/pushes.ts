// What a push means to this device. A push is a hint, may come twice, and may be about an earlier session.
import type { Context } from './context.ts';
import type { Answers } from './contract.ts';
import type { Ending } from './ending.ts';
import { Refusal, saysSessionEnded } from './refusal.ts';

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
  changed(): void;
  /** Asks the server whether the session lives; rejects with its refusal where not, all being done. */
  askServer(): Promise<unknown>;
  sendReceipt: Ending['sendReceipt'];
}

export function makePushes({ context, changed, askServer, sendReceipt }: PushesOptions): Pushes {
  const { memory, transports, post } = context;
  const taken = new Set<string>();

  async function ownSessionId(): Promise<string | null> {
    const identity = await transports.identity();
    return identity?.sessionId ?? (await memory.read('session'))?.sessionId ?? null;
  }

  /** Another call may have noticed the end before: then only the receipt is left to send. */
  async function onForceLogout({ sessionId = '', receiptToken }: PushData): Promise<PushOutcome> {
    const outcome = sessionId === (await ownSessionId()) ? await outcomeOf(askServer()) : 'ignored';
    const isSent = receiptToken !== undefined && (await sendReceipt(sessionId, receiptToken));
    return isSent ? 'ended' : outcome;
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
      const answer = await post('answerLoginAlert', { token: answerToken, wasMe });
      changed();
      return answer;
    },
  };
}

async function outcomeOf(asked: Promise<unknown>): Promise<PushOutcome> {
  try {
    await asked;
    return 'ignored';
  } catch (error) {
    if (error instanceof Refusal && saysSessionEnded(error.reason)) return 'ended';
    throw error;
  }
}

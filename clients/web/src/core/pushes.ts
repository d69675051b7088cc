// What a push means to this device. A push is a hint, may come twice, and may be about an earlier session.
import type { Context } from './context.ts';
import { Refusal, saysSessionEnded } from './refusal.ts';

/** The data of a push: text throughout. */
export type PushData = Record<string, string | undefined>;

/** `ended`: the session is over; `changed`: the list is not what it was; `ignored`: not for this session, or seen before. */
export type PushOutcome = 'ended' | 'changed' | 'ignored';

export interface Pushes {
  handlePush(data: PushData): Promise<PushOutcome>;
  answerAlert(answerToken: string, wasMe: boolean): Promise<{ wasMe: boolean; revoked: boolean }>;
}

export interface PushesOptions {
  context: Context;
  changed(): void;
  /** Asks the server whether the session lives; rejects with its refusal where not, all being done. */
  confirmEnd(receiptToken?: string): Promise<unknown>;
}

export function makePushes({ context, changed, confirmEnd }: PushesOptions): Pushes {
  const { memory, transports, post } = context;
  const seen = new Set<string>();

  async function ownSessionId(): Promise<string | null> {
    const identity = await transports.identity();
    return identity?.sessionId ?? (await memory.read('session'))?.sessionId ?? null;
  }

  return {
    async handlePush(data) {
      const receiver = data['receiverSessionId'] ?? forceLogoutReceiver(data);
      if (receiver !== undefined && receiver !== (await ownSessionId())) return 'ignored';
      const { pushId } = data;
      if (pushId !== undefined && seen.has(pushId)) return 'ignored';
      if (data['action'] === 'force_logout') {
        const outcome = await askServer(confirmEnd(data['receiptToken']));
        if (outcome === 'ended' && pushId !== undefined) seen.add(pushId);
        return outcome;
      }
      if (pushId !== undefined) seen.add(pushId);
      changed();
      return 'changed';
    },

    async answerAlert(answerToken, wasMe) {
      const answer = await post('answerLoginAlert', { token: answerToken, wasMe });
      changed();
      return answer as { wasMe: boolean; revoked: boolean };
    },
  };
}

/** A force_logout is about the receiver's own session. */
function forceLogoutReceiver({ action, sessionId }: PushData): string | undefined {
  return action === 'force_logout' ? sessionId : undefined;
}

async function askServer(asked: Promise<unknown>): Promise<PushOutcome> {
  try {
    await asked;
    return 'ignored';
  } catch (error) {
    if (error instanceof Refusal && saysSessionEnded(error.reason)) return 'ended';
    throw error;
  }
}

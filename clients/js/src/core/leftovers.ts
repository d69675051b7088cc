// What the server still has to be told by tokens alone: sessions that were left while it could not be
// reached, and receipts of forced logouts. Told is what it has answered.
import type { Context } from './context.ts';
import { isPassing } from './refusal.ts';

const endpoints = { left: 'revokeToken', receipts: 'confirmLogout' } as const;
type Key = keyof typeof endpoints;

export interface Leftovers {
  /** Keeps a token until the server has answered for it. Never rejects. */
  keep(key: Key, token: string): Promise<void>;
  /** Tells what is kept. Never rejects. */
  settle(): Promise<void>;
}

export function makeLeftovers({ memory, inTurn, call }: Context): Leftovers {
  const isTold = (key: Key, token: string) =>
    call(endpoints[key], { token }).then(
      () => true,
      (error: unknown) => !isPassing(error),
    );

  async function settleKey(key: Key): Promise<void> {
    for (const token of (await memory.read(key)) ?? []) {
      if (!(await isTold(key, token))) return;
      const left = (await memory.read(key)) ?? [];
      await memory.write(
        key,
        left.filter((other) => other !== token),
      );
    }
  }

  return {
    async keep(key, token) {
      try {
        const left = (await memory.read(key)) ?? [];
        if (!left.includes(token)) await memory.write(key, [...left, token].slice(-5));
      } catch {
        // What is kept cannot be read, so nothing is written over it.
        void isTold(key, token);
      }
    },

    async settle() {
      const run = async () => {
        await settleKey('left');
        await settleKey('receipts');
      };
      await inTurn(run, 'device-sessions.left').catch(() => {});
    },
  };
}

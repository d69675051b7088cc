// How a device shows whose it is, step by step: what the element does once a call was refused for that.
import type { RefusalDetails } from '../core/contract.ts';
import type { Waiting } from '../core/waiting.ts';
import type { AskCode, Proof, Reauthenticate } from '../popupReauthentication.ts';
import type { Action, Question } from './model.ts';
import type { Panel } from './panel.ts';
import type { Parts } from './parts.ts';
import { proving, waitingScreen } from './proofs.ts';
import type { View } from './views.ts';

export interface Stage {
  reauthenticate: Reauthenticate | undefined;
  /** Shows it. */
  set(shown: { question?: Question | null; screen?: Panel['screen']; busy?: boolean }): void;
}

export function makeProofFlow(parts: Parts, { reauthenticate, set }: Stage) {
  const askCode: AskCode = async (hint) => {
    const { codeQuestion } = await import('./codeQuestion.ts');
    return await new Promise((answer) => {
      const content = (view: View) => codeQuestion(parts.html, { hint, view, answer });
      set({ question: { kind: 'loaded', content, cancel: () => answer(null) } });
    });
  };

  /** What the buttons do. `show` draws again what asks, for a code may have been asked for in its place. */
  function by(show: (hasFailed: boolean) => void, use: (token: string) => Promise<unknown>) {
    if (!reauthenticate) return undefined;
    return async (proof: Proof) => {
      set({ busy: true });
      try {
        const token = await reauthenticate(proof, askCode);
        show(false);
        if (token) await use(token);
      } catch {
        show(true);
      }
      set({ busy: false });
    };
  }

  return {
    /** Asks before what was refused is done again. */
    ask(
      kind: Action['kind'],
      details: RefusalDetails,
      { isAgain, use }: { isAgain: boolean; use(token: string): Promise<unknown> },
    ): void {
      const cancel = () => set({ question: null });
      const show = (hasFailed: boolean) => {
        const content = (view: View) =>
          proving(parts, { view, kind, details, hasFailed, cancel, prove });
        set({ question: { kind: 'loaded', content, cancel } });
      };
      const prove = by(show, use);
      show(isAgain);
    },

    /** The screen on which the device waits for another one. */
    wait(waiting: Waiting, signOutOfApp: (() => Promise<unknown>) | undefined): void {
      let isOver = false;
      const show = (hasFailed: boolean) => {
        if (isOver) return;
        const screen = (view: View) =>
          waitingScreen(parts, { view, waiting, hasFailed, prove, signOut });
        set({ question: null, screen });
      };
      const prove = by(show, async (token) => {
        if (!(await waiting.prove(token))) show(true);
      });
      const signOut =
        signOutOfApp &&
        (async () => {
          set({ busy: true });
          await signOutOfApp().catch(() => {});
          waiting.stop();
          set({ busy: false });
        });
      void waiting.done.then(() => (isOver = true));
      show(false);
    },
  };
}

// A device that has to show whose it is: what it is asked before it may act, and the screen on which it waits for
// another device. Loaded when a call is refused for that: most people never see it.
import type { RefusalDetails } from '../core/contract.ts';
import type { Waiting } from '../core/waiting.ts';
import type { Proof } from '../popupReauthentication.ts';
import type { Action } from './model.ts';
import type { Parts } from './parts.ts';
import { laterTexts } from './texts/enLater.ts';
import type { View } from './views.ts';

interface Asking {
  view: View;
  /** The last proof did not count. */
  hasFailed: boolean;
  /** Absent where the page offers no way to reauthenticate. */
  prove: ((proof: Proof) => unknown) | undefined;
}

export interface ProvingQuestion extends Asking {
  kind: Action['kind'];
  details: RefusalDetails;
  cancel(): void;
}

export function proving(parts: Parts, question: ProvingQuestion) {
  const { html, nothing, button, fill, shortTime } = parts;
  const { view, kind, details, cancel } = question;
  const { confirmBy = [], retryAfterSeconds } = details;
  const texts = { ...laterTexts, ...view.texts };
  const time = shortTime(view.now + (retryAfterSeconds ?? 0) * 1000, view.locale, view.now);
  const proofs = proofButtons(parts, question, confirmBy);
  const label = proofs.length > 0 ? texts.cancel : texts.dismiss;
  return html`<h3 id="question">${texts.needsTitle}</h3>
    <p role="alert">${kind === 'answer' ? texts.refusedAnswer : texts.needsBody}</p>
    ${confirmBy.includes('other_device') ? html`<p>${texts.byDevice}</p>` : nothing}
    ${retryAfterSeconds === undefined ? nothing : html`<p>${fill(texts.byTime, { time })}</p>`}
    ${failure(parts, question)}
    <div class="actions">
      ${button({ label, part: 'button dialog-cancel', act: cancel })} ${proofs}
    </div>`;
}

export interface WaitingScreen extends Asking {
  waiting: Pick<Waiting, 'until' | 'confirmBy'>;
  /** Absent where the page signs out by itself. */
  signOut: (() => unknown) | undefined;
}

export function waitingScreen(parts: Parts, screen: WaitingScreen) {
  const { html, nothing, button, fill, shortTime } = parts;
  const { view, waiting, signOut } = screen;
  const texts = { ...laterTexts, ...view.texts };
  const time = shortTime(waiting.until, view.locale, view.now);
  const hasOther = waiting.confirmBy.includes('other_device');
  return html`<header part="header waiting">
      <div role="status">
        <h2 id="title" part="title" tabindex="-1">
          ${hasOther ? texts.waitTitle : texts.needsTitle}
        </h2>
        ${hasOther ? html`<p>${texts.byDevice} ${texts.waitOn}</p>` : nothing}
        <p>${fill(hasOther ? texts.byTime : texts.waitAlone, { time })}</p>
      </div>
    </header>
    ${failure(parts, screen)}
    <div class="top">
      <div class="actions">
        ${
          signOut
            ? button({
                ...{ label: texts.signOut, part: 'button sign-out-button', kind: 'danger' },
                ...{ busy: view.busy, act: () => void signOut() },
              })
            : nothing
        }
        ${proofButtons(parts, screen, waiting.confirmBy)}
      </div>
    </div>`;
}

function proofButtons({ button }: Parts, { view, prove }: Asking, confirmBy: readonly string[]) {
  const texts = { ...laterTexts, ...view.texts };
  const labels: Record<Proof, string> = {
    second_factor: texts.byFactor,
    other_provider: texts.byProvider,
  };
  return (['second_factor', 'other_provider'] as const)
    .filter((proof) => prove && confirmBy.includes(proof))
    .map((proof) =>
      button({
        ...{ label: labels[proof], part: 'button dialog-confirm', kind: 'primary' },
        ...{ busy: view.busy, act: () => void prove?.(proof) },
      }),
    );
}

function failure({ html, nothing }: Parts, { view, hasFailed }: Asking) {
  const { proofFailed } = { ...laterTexts, ...view.texts };
  return hasFailed ? html`<p class="note bad" role="alert">${proofFailed}</p>` : nothing;
}

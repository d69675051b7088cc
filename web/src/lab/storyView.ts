// The stories: which one is played, and how far it is.
import { html, nothing } from 'lit';
import { stepsDone, type Facts } from './facts.ts';
import { stories, type Story } from './stories.ts';

export function storyView(
  story: Story,
  { facts, choose, startOver }: { facts: Facts; choose(story: Story): void; startOver(): void },
) {
  const done = stepsDone(story, facts);
  const isTouched = Object.values(facts).some((some) => some.length > 0);
  return html`<section class="stories" aria-label="Stories to play">
    <div class="choice">
      <div class="tabs" role="group" aria-label="Choose a story">
        ${stories.map(
          (one) =>
            html`<button aria-pressed=${one === story} @click=${() => choose(one)}>
              ${one.title}
            </button>`,
        )}
      </div>
      <p class="how-far" role="status">
        ${
          done === story.steps.length
            ? html`Played to the end. <button @click=${startOver}>Play again</button>`
            : isTouched && done === 0
              ? html`Something has been played here already.
                  <button @click=${startOver}>Start over to play this one</button>`
              : nothing
        }
      </p>
    </div>
    <ol>
      ${story.steps.map(
        ({ text }, at) =>
          html`<li class=${at < done ? 'done' : ''} aria-current=${at === done ? 'step' : nothing}>
            ${text}${at < done ? html` <span class="tick">Done</span>` : nothing}
          </li>`,
      )}
    </ol>
  </section>`;
}

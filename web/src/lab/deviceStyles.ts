// Phones and a laptop, with what belongs to them.
import { css } from 'lit';

export const deviceStyles = css`
  .device {
    display: grid;
    gap: 0.5rem;
    justify-items: center;
    scroll-margin-block-start: 0.5rem;
  }
  h2 {
    font-size: 1rem;
  }
  small {
    color: var(--_muted);
    font-weight: 400;
  }
  .frame {
    width: 100%;
    max-width: 25rem;
    padding: 0.625rem;
    border-radius: 2.75rem;
    background: #111318;
    box-shadow:
      0 0 0 1px #3a3e48,
      0 12px 30px rgb(15 18 30 / 0.2);
  }
  .frame.android {
    border-radius: 1.75rem;
  }
  .frame.web {
    border-radius: 0.875rem;
    padding-block-start: 1.75rem;
    background:
      radial-gradient(circle at 1.1rem 0.9rem, #ff5f57 0.3125rem, transparent 0.3125rem),
      radial-gradient(circle at 2.1rem 0.9rem, #febc2e 0.3125rem, transparent 0.3125rem),
      radial-gradient(circle at 3.1rem 0.9rem, #28c840 0.3125rem, transparent 0.3125rem), #111318;
  }
  /* What is scrolled is cut by the round corners; its bar would poke through them. */
  .screen {
    height: var(--_screen);
    border-radius: 2.25rem;
    background: light-dark(#f3f4f8, #0d0f13);
    overflow: hidden;
  }
  .web .screen {
    height: calc(var(--_screen) - 1.125rem);
    border-radius: 0.375rem;
  }
  .android .screen {
    border-radius: 1.25rem;
  }
  .scroll {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    height: 100%;
    padding: 0.75rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: none;
  }
  .ios .scroll {
    padding-block-start: 1.25rem;
  }
  .web .scroll {
    scrollbar-width: thin;
  }
  .screen.off {
    background: #000;
  }
  .dark {
    margin: auto;
    color: #8d93a0;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.5rem;
  }
  .bar button {
    min-height: 2rem;
    padding: 0 0.625rem;
    font-size: 0.8125rem;
  }
  .bar span {
    flex: 1;
    color: var(--_muted);
    font-size: 0.8125rem;
  }
  .sign-in {
    display: grid;
    gap: 0.625rem;
    width: 100%;
    margin: auto;
    padding: 1rem;
  }
  .sign-in button {
    min-height: 2.75rem;
    font-size: 1rem;
  }
  .opening {
    color: var(--_muted);
  }
  .scroll > .opening {
    margin: auto;
  }
  .kept {
    display: grid;
    gap: 0.5rem;
  }
  .kept p {
    padding: 0.75rem 0.875rem;
    border-radius: 12px;
    background: var(--_surface);
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.25rem 1rem;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
    font-size: 0.8125rem;
  }
  label {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    min-height: 1.5rem;
  }
  .log {
    width: 100%;
    max-width: 25rem;
    min-height: 4.25rem;
    padding: 0.375rem 0.875rem;
    border-radius: 10px;
    background: light-dark(#e7e9ef, #1b1e25);
    color: light-dark(#4d5361, #a4abb8);
    font:
      0.75rem/1.5 ui-monospace,
      monospace;
    list-style: none;
  }
  .log li:first-child {
    color: light-dark(#16181d, #f2f3f5);
  }
  @media (forced-colors: active) {
    :is(.frame, .notification, .log, .kept p) {
      border: 1px solid;
    }
  }
  @media (pointer: coarse), (max-width: 40rem) {
    button,
    .bar button,
    .x {
      min-height: 2.75rem;
      min-width: 2.75rem;
    }
    label {
      min-height: 2.75rem;
    }
  }
`;

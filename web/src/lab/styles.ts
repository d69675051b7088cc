// The lab's looks: everything around the devices.
import { css } from 'lit';

export const styles = css`
  :host {
    --_surface: light-dark(#ffffff, #17191e);
    --_border: light-dark(#d9dce3, #363b45);
    --_muted: light-dark(#5b6170, #a4abb8);
    --_accent: light-dark(#3d4ed8, #9aa5ff);
    --_done: light-dark(#1c7a45, #6fd39b);
    /* As tall as leaves the log in sight. */
    --_screen: clamp(21rem, calc(100dvh - 25rem), 38rem);
    display: block;
    max-width: 90rem;
    margin: 0 auto;
    padding: 0.875rem 1rem 2rem;
    color: light-dark(#16181d, #f2f3f5);
    font-size: 0.9375rem;
  }
  * {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ol,
  ul {
    margin: 0;
    padding: 0;
  }
  h1 {
    font-size: 1.25rem;
    letter-spacing: -0.015em;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 2rem;
  }
  header p {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  a {
    color: var(--_accent);
  }
  .tools,
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
  button {
    min-height: 2.25rem;
    padding: 0.1875rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 0.875rem;
    cursor: pointer;
  }
  button:disabled,
  button[aria-disabled='true']:not([aria-busy='true']) {
    opacity: 0.5;
    cursor: default;
  }
  button[aria-busy='true'] {
    cursor: progress;
  }
  button[aria-busy='true']::after {
    content: '';
    display: inline-block;
    width: 0.75em;
    height: 0.75em;
    margin-inline-start: 0.5em;
    border: 2px solid;
    border-inline-end-color: transparent;
    border-radius: 50%;
    vertical-align: -0.05em;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button[aria-busy='true']::after {
      animation-duration: 4s;
    }
  }
  :is(button, input, a, .scroll):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .primary,
  .tabs [aria-pressed='true'] {
    border-color: transparent;
    background: var(--_accent);
    color: light-dark(#ffffff, #10131f);
    font-weight: 600;
  }
  @media (forced-colors: active) {
    .tabs [aria-pressed='true'] {
      border: 2px solid Highlight;
    }
  }
  .notice {
    margin-block-start: 0.75rem;
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--_border);
    border-radius: 10px;
    background: var(--_surface);
  }
  .why,
  .refused {
    padding: 0.75rem 0.875rem;
    border: 1px solid light-dark(#f3d9a8, #57431f);
    border-radius: 12px;
    background: light-dark(#fff8eb, #2b2214);
  }
  .stories {
    display: grid;
    gap: 0.625rem;
    margin-block: 0.75rem 1rem;
    padding: 0.75rem 1rem;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_surface);
  }
  ol {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
    gap: 0.5rem 2.25rem;
    padding-inline-start: 1.25rem;
    font-size: 0.875rem;
  }
  ol li::marker {
    color: var(--_accent);
    font-weight: 700;
  }
  ol .done {
    color: var(--_muted);
  }
  ol .done::marker {
    content: '✓ ';
    color: var(--_done);
  }
  ol [aria-current] {
    font-weight: 600;
  }
  .tick,
  legend {
    position: absolute;
    width: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .choice {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem 1rem;
  }
  .devices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: 1.25rem;
    align-items: start;
  }
  .elsewhere {
    position: fixed;
    inset-block-start: 0.75rem;
    inset-inline: 0.75rem;
    z-index: 1;
    display: grid;
    gap: 0.5rem;
    max-width: 26rem;
    margin-inline: auto;
  }
  .elsewhere .notification {
    border: 1px solid var(--_border);
  }
`;

// The lab's looks: phones and a laptop, and notifications as each platform draws them.
import { css } from 'lit';

export const styles = css`
  :host {
    --_surface: light-dark(#ffffff, #17191e);
    --_border: light-dark(#d9dce3, #363b45);
    --_muted: light-dark(#5b6170, #a4abb8);
    --_accent: light-dark(#3d4ed8, #9aa5ff);
    display: block;
    max-width: 90rem;
    margin: 0 auto;
    padding: 1.5rem 1rem 3rem;
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
    font-size: 1.375rem;
    letter-spacing: -0.015em;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    justify-content: space-between;
    gap: 0.75rem 2rem;
  }
  header p {
    color: var(--_muted);
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
    min-height: 2.125rem;
    padding: 0.1875rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 0.875rem;
    cursor: pointer;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  :is(button, input, a):focus-visible {
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
  .stories {
    display: grid;
    gap: 0.75rem;
    margin-block: 1rem 1.5rem;
    padding: 1rem 1.25rem;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_surface);
  }
  ol {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr));
    gap: 0.5rem 2.25rem;
    padding-inline-start: 1.25rem;
  }
  ol li::marker {
    color: var(--_accent);
    font-weight: 700;
  }
  .devices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr));
    gap: 1.5rem;
    align-items: start;
  }
  .device {
    display: grid;
    gap: 0.75rem;
    justify-items: center;
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
      0 20px 45px rgb(15 18 30 / 0.22);
  }
  .frame.android {
    border-radius: 1.75rem;
  }
  .web .screen {
    height: 36.875rem;
  }
  .frame.web {
    border-radius: 0.875rem;
    padding-block-start: 1.75rem;
    background:
      radial-gradient(circle at 1.1rem 0.9rem, #ff5f57 0.3125rem, transparent 0.3125rem),
      radial-gradient(circle at 2.1rem 0.9rem, #febc2e 0.3125rem, transparent 0.3125rem),
      radial-gradient(circle at 3.1rem 0.9rem, #28c840 0.3125rem, transparent 0.3125rem), #111318;
  }
  .screen {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
    height: 38rem;
    padding: 0.75rem;
    border-radius: 2.25rem;
    background: light-dark(#f3f4f8, #0d0f13);
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .ios .screen {
    padding-block-start: 1.25rem;
  }
  .android .screen {
    border-radius: 1.25rem;
  }
  .web .screen {
    border-radius: 0.375rem;
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
    min-height: 1.75rem;
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
    margin: auto;
    color: var(--_muted);
  }
  .why,
  .refused {
    padding: 0.75rem 0.875rem;
    border: 1px solid light-dark(#f3d9a8, #57431f);
    border-radius: 12px;
    background: light-dark(#fff8eb, #2b2214);
  }
  .notifications:empty {
    display: none;
  }
  .notifications {
    display: grid;
    gap: 0.5rem;
  }
  .notification {
    display: grid;
    gap: 0.25rem;
    padding: 0.75rem 0.875rem;
    border-radius: 18px;
    background: light-dark(#ffffff, #2a2d35);
    box-shadow: 0 6px 22px rgb(15 18 30 / 0.22);
    font-size: 0.875rem;
  }
  .notification.android {
    border-radius: 22px;
    background: light-dark(#eef0fb, #262a38);
  }
  .notification.web {
    border-radius: 8px;
  }
  .from {
    display: flex;
    align-items: center;
    gap: 0.375rem;
    color: light-dark(#4d5361, #b4bac6);
    font-size: 0.75rem;
  }
  .app {
    width: 0.875rem;
    height: 0.875rem;
    border-radius: 4px;
    background: light-dark(#3d4ed8, #9aa5ff);
  }
  .x {
    min-height: 1.5rem;
    width: 1.5rem;
    margin-inline-start: auto;
    padding: 0;
    border: 0;
    background: transparent;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin-block-start: 0.375rem;
  }
  .buttons button {
    flex: 1 1 auto;
    font-weight: 600;
  }
  .android .buttons button {
    border: 0;
    background: transparent;
    color: light-dark(#2f3fc4, #b3bbff);
  }
  .outcome {
    font-weight: 600;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.25rem 1rem;
    margin: 0;
    padding: 0;
    border: 0;
    font-size: 0.8125rem;
  }
  legend {
    position: absolute;
    clip-path: inset(50%);
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
    min-height: 5rem;
    padding: 0.5rem 0.875rem;
    border-radius: 10px;
    background: light-dark(#e7e9ef, #1b1e25);
    color: light-dark(#4d5361, #a4abb8);
    font:
      0.75rem/1.6 ui-monospace,
      monospace;
    list-style: none;
  }
  .log li:first-child {
    color: light-dark(#16181d, #f2f3f5);
  }
`;

import { css } from 'lit';

export const styles = css`
  :host {
    --_surface: light-dark(#ffffff, #17191e);
    --_border: light-dark(#d9dce3, #363b45);
    --_muted: light-dark(#5b6170, #a4abb8);
    --_accent: light-dark(#3d4ed8, #9aa5ff);
    --_text: light-dark(#16181d, #f2f3f5);
    display: block;
    max-width: 46rem;
    margin: 0 auto;
    padding: 1.5rem 1rem 3rem;
    color: var(--_text);
  }
  h1,
  h2,
  p {
    margin: 0;
  }
  h1,
  h2 {
    font-size: 1.25rem;
    letter-spacing: -0.01em;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.25rem 0.75rem;
    margin-block-end: 1rem;
  }
  header form {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.75rem;
    margin-inline-start: auto;
  }
  header p,
  header label,
  .hint,
  .center {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  .center {
    padding-block-start: 4rem;
    text-align: center;
  }
  .card {
    display: grid;
    gap: 0.875rem;
    max-width: 24rem;
    box-sizing: border-box;
    margin: 1.5rem auto 0;
    padding: 1.5rem;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_surface);
  }
  .ended {
    border-color: light-dark(#f3d9a8, #57431f);
    background: light-dark(#fff8eb, #2b2214);
  }
  .notice {
    font-size: 0.875rem;
  }
  .card label {
    display: grid;
    gap: 0.25rem;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  .card input {
    min-height: 2.5rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: transparent;
    color: var(--_text);
    font: inherit;
    font-size: 1rem;
  }
  button {
    min-height: 2.25rem;
    padding: 0.25rem 0.875rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: 0.875rem;
    font-weight: 550;
    cursor: pointer;
  }
  .primary {
    min-height: 2.75rem;
    border: 0;
    background: var(--_accent);
    color: light-dark(#ffffff, #10131f);
    font-size: 1rem;
  }
  a {
    color: var(--_accent);
  }
  :is(button, input, a):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`;

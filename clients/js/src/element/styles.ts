// How <active-sessions> looks. Colours come from custom properties with a value for light and for dark;
// `color-scheme` on the element or around it chooses. Sizes follow the element's width, not the page's.
import { css } from 'lit';

export const styles = css`
  :host {
    --_text: var(--sessions-text, light-dark(#16181d, #f2f3f5));
    --_muted: var(--sessions-muted, light-dark(#5b6170, #a4abb8));
    --_surface: var(--sessions-surface, light-dark(#ffffff, #17191e));
    --_raised: var(--sessions-raised, light-dark(#f5f6f8, #22252c));
    --_border: var(--sessions-border, light-dark(#e3e5ea, #30343d));
    --_accent: var(--sessions-accent, light-dark(#3d4ed8, #9aa5ff));
    --_on-accent: var(--sessions-on-accent, light-dark(#ffffff, #10131f));
    --_danger: var(--sessions-danger, light-dark(#b42318, #ff9a90));
    --_on-danger: var(--sessions-on-danger, light-dark(#ffffff, #2a0805));
    --_warning: var(--sessions-warning, light-dark(#8a4b00, #f5c26b));
    --_warning-surface: var(--sessions-warning-surface, light-dark(#fff8eb, #2b2214));
    --_warning-border: var(--sessions-warning-border, light-dark(#f3d9a8, #57431f));
    --_success: var(--sessions-success, light-dark(#17803d, #5fd38a));
    --_radius: var(--sessions-radius, 14px);
    color-scheme: light dark;
    display: block;
    container-type: inline-size;
    color: var(--_text);
    font: 400 0.9375rem/1.45 var(--sessions-font, system-ui, sans-serif);
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  .panel {
    background: var(--_surface);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    overflow: clip;
  }
  header {
    padding: 1.25rem 1.25rem 1rem;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  h2 {
    font-size: 1.125rem;
    font-weight: 650;
    letter-spacing: -0.01em;
    outline: none;
  }
  h3 {
    font-size: 0.9375rem;
    font-weight: 600;
  }
  ul {
    list-style: none;
  }
  .muted,
  header p {
    color: var(--_muted);
    font-size: 0.875rem;
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    column-gap: 0.875rem;
    row-gap: 0.75rem;
    align-items: center;
    padding: 0.875rem 1.25rem;
    border-block-start: 1px solid var(--_border);
  }
  .icon {
    display: grid;
    place-items: center;
    width: 2.5rem;
    height: 2.5rem;
    border-radius: 10px;
    background: var(--_raised);
    color: var(--_muted);
  }
  .current .icon {
    background: color-mix(in srgb, var(--_accent) 13%, var(--_surface));
    color: var(--_accent);
  }
  svg {
    width: 1.375rem;
    height: 1.375rem;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.6;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .name {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.125rem 0.5rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .badge {
    padding: 0.0625rem 0.5rem;
    border-radius: 99px;
    background: color-mix(in srgb, var(--_accent) 13%, var(--_surface));
    color: var(--_accent);
    font-size: 0.75rem;
    font-weight: 600;
    white-space: nowrap;
  }
  .meta {
    color: var(--_muted);
    font-size: 0.8125rem;
    overflow-wrap: anywhere;
  }
  .dot {
    margin-inline: 0.375rem;
  }
  .meta.hint {
    color: var(--_warning);
  }
  .live::before {
    content: '';
    display: inline-block;
    width: 0.5rem;
    height: 0.5rem;
    margin-inline-end: 0.375rem;
    border-radius: 50%;
    background: var(--_success);
  }
  .live {
    color: var(--_success);
    font-weight: 550;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    justify-content: flex-end;
  }
  button {
    min-height: 2.25rem;
    padding: 0.3125rem 0.875rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: 0.875rem;
    font-weight: 550;
    cursor: pointer;
    transition: background 0.12s;
  }
  button:hover:not(:disabled) {
    background: var(--_raised);
  }
  button:disabled {
    opacity: 0.55;
    cursor: default;
  }
  :is(button, a, summary, input, h2):focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .quiet {
    border-color: transparent;
    background: transparent;
    color: var(--_muted);
    display: inline-grid;
    place-items: center;
    min-height: 1.5rem;
    width: 1.5rem;
    padding: 0;
  }
  .quiet svg {
    width: 1rem;
    height: 1rem;
  }
  .danger {
    color: var(--_danger);
  }
  .danger.solid {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  :is(.primary, .danger.solid):hover:not(:disabled) {
    background: color-mix(in srgb, currentColor 14%, var(--_back));
  }
  .primary {
    --_back: var(--_accent);
  }
  .danger.solid {
    --_back: var(--_danger);
  }
  .unconfirmed {
    margin: 0 1.25rem 0.875rem;
    border: 1px solid var(--_warning-border);
    border-radius: calc(var(--_radius) - 4px);
    background: var(--_warning-surface);
    padding: 0.875rem;
  }
  .unconfirmed + .row:not(.unconfirmed) {
    margin-block-start: 0.125rem;
  }
  .unconfirmed .icon,
  .badge.warning {
    background: color-mix(in srgb, var(--_warning) 16%, var(--_warning-surface));
    color: var(--_warning);
  }
  .unconfirmed .meta {
    color: light-dark(#5d4a2a, #d8c6a3);
  }
  .answer {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    border-block-start: 1px solid var(--_warning-border);
    padding-block-start: 0.75rem;
  }
  .answer strong {
    flex: 1 1 8rem;
    font-weight: 650;
  }
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
    margin: 0 1.25rem 1rem;
    padding: 0.625rem 0.875rem;
    border-radius: calc(var(--_radius) - 5px);
    background: var(--_raised);
    font-size: 0.875rem;
  }
  .note.bad {
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
    color: var(--_danger);
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.75rem;
    padding: 0.875rem 1.25rem;
    border-block-start: 1px solid var(--_border);
  }
  footer a {
    color: inherit;
  }
  .credit {
    margin-inline-start: auto;
    font-size: 0.75rem;
    color: var(--_muted);
  }
  details {
    border-block-start: 1px solid var(--_border);
  }
  summary {
    padding: 0.875rem 1.25rem;
    font-size: 0.875rem;
    font-weight: 550;
    color: var(--_muted);
    cursor: pointer;
  }
  details .row {
    padding-block: 0.75rem;
  }
  details .name {
    font-weight: 550;
    color: var(--_muted);
  }
  .status:has(span) {
    padding: 0 1.25rem 1rem;
    font-size: 0.875rem;
  }
  .hidden {
    position: absolute;
    clip-path: inset(50%);
  }
  .status span {
    display: block;
    padding: 0.625rem 0.875rem;
    border-radius: calc(var(--_radius) - 5px);
    background: color-mix(in srgb, var(--_success) 11%, var(--_surface));
  }
  .status .bad {
    background: color-mix(in srgb, var(--_danger) 10%, var(--_surface));
    color: var(--_danger);
  }
  .bone {
    height: 0.75rem;
    border-radius: 6px;
    background: var(--_border);
  }
  .bone + .bone {
    width: 55%;
    margin-block-start: 0.5rem;
  }
  dialog {
    width: min(26rem, calc(100vw - 2rem));
    padding: 1.25rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: 0 18px 50px rgb(0 0 0 / 0.25);
  }
  dialog::backdrop {
    background: rgb(10 12 20 / 0.5);
  }
  dialog h3 {
    font-size: 1.0625rem;
    overflow-wrap: anywhere;
  }
  dialog p,
  dialog ul {
    margin-block-start: 0.5rem;
    color: var(--_muted);
    font-size: 0.9375rem;
  }
  dialog label {
    display: block;
    margin-block-start: 0.75rem;
    font-size: 0.875rem;
    color: var(--_muted);
  }
  dialog input {
    width: 100%;
    min-height: 2.5rem;
    margin-block-start: 0.25rem;
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--_border);
    border-radius: 9px;
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
  }
  dialog .actions {
    margin-block-start: 1.25rem;
  }
  @container (max-width: 30rem) {
    header,
    .row,
    footer,
    summary {
      padding-inline: 1rem;
    }
    .row .actions {
      grid-column: 2 / -1;
      justify-content: flex-start;
    }
    .row > div:nth-child(2) {
      grid-column: 2 / -1;
    }
    .unconfirmed,
    .note {
      margin-inline: 0.75rem;
      padding-inline: 0.75rem;
    }
    .status:has(span) {
      padding-inline: 0.75rem;
    }
    .answer button,
    .all {
      flex: 1 1 100%;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .bone {
      animation: pulse 1.4s ease-in-out infinite;
    }
    @keyframes pulse {
      50% {
        opacity: 0.45;
      }
    }
  }
`;

// How <active-sessions> looks. Colours come from custom properties with a value for light and for dark;
// `color-scheme` on the element or around it chooses. Sizes follow the element's width, not the page's.
// What is to be touched is 44 px high (https://www.w3.org/TR/WCAG22/#target-size-enhanced).
//
// A rule a line, and no tag that a formatter knows: what is indented is loaded, too.
import { unsafeCSS } from 'lit';

const text = `
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
:host([theme='light']) { color-scheme: light }
:host([theme='dark']) { color-scheme: dark }
:host([hidden]) { display: none }
* { box-sizing: border-box }
.panel, dialog { background: var(--_surface); border: 1px solid var(--_border); border-radius: var(--_radius); overflow: clip }
header { padding: 1.25rem 1.25rem 1rem }
h2, h3, p, ul { margin: 0; padding: 0 }
h2 { font-size: 1.125rem; font-weight: 650; outline: none }
ul { list-style: none }
.muted, header p { color: var(--_muted); font-size: 0.875rem }
.row { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0.75rem 0.875rem; align-items: center; padding: 0.75rem 1.25rem; border-block-start: 1px solid var(--_border) }
.icon { display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 10px; background: var(--_raised); color: var(--_muted) }
.current .icon, .badge { background: color-mix(in srgb, var(--_accent) 13%, var(--_surface)); color: var(--_accent) }
svg { width: 1.375rem; height: 1.375rem; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round }
.head { display: flex; flex-wrap: wrap; align-items: center; gap: 0.125rem 0.5rem }
.name { display: flex; align-items: center; min-width: 0; font-weight: 600; overflow-wrap: anywhere }
.badge { padding: 0.0625rem 0.5rem; border-radius: 99px; font-size: 0.75rem; font-weight: 600 }
.meta { color: var(--_muted); font-size: 0.8125rem; overflow-wrap: anywhere }
.dot { margin-inline: 0.375rem }
.meta.hint { color: var(--_warning) }
.live::before { content: ''; display: inline-block; margin-inline-end: 0.375rem; border: 0.25rem solid; border-radius: 50% }
.live { color: var(--_success); font-weight: 550 }
.actions { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: flex-end }
button, .button { display: inline-grid; place-items: center; min-height: 2.75rem; padding: 0.375rem 0.875rem; border: 1px solid var(--_border); border-radius: 9px; background: var(--_surface); color: var(--_text); font: inherit; font-size: 0.875rem; font-weight: 550; text-decoration: none; cursor: pointer }
button:not(.solid, .primary):hover { background: var(--_raised) }
[aria-disabled='true'] { opacity: 0.55 }
:is(button, a, summary, input, h2):focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px }
.quiet { flex: none; width: 2.75rem; margin-block: -0.625rem; padding: 0; border: 0; background: none; color: var(--_muted) }
.quiet svg { width: 1rem }
.danger { color: var(--_danger) }
.solid, .primary { border-color: transparent }
.primary { background: var(--_accent); color: var(--_on-accent) }
.solid { background: var(--_danger); color: var(--_on-danger) }
.unconfirmed { margin: 0 1.25rem 0.875rem; border: 1px solid var(--_warning-border); border-radius: calc(var(--_radius) - 4px); background: var(--_warning-surface); padding: 0.875rem }
.unconfirmed .icon, .badge.warning { background: color-mix(in srgb, var(--_warning) 16%, var(--_warning-surface)); color: var(--_warning) }
.unconfirmed .meta { color: light-dark(#5d4a2a, #d8c6a3) }
.answer { grid-column: 1 / -1; display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; border-block-start: 1px solid var(--_warning-border); padding-block-start: 0.75rem }
.answer strong { flex: 1 1 8rem; font-weight: 650 }
.note, .status:not(.none) { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin: 0 1.25rem 1rem; padding: 0.625rem 0.875rem; border-radius: calc(var(--_radius) - 5px); background: var(--_raised); font-size: 0.875rem }
.status.done { background: color-mix(in srgb, var(--_success) 11%, var(--_surface)) }
:is(.note, .status).bad { background: color-mix(in srgb, var(--_danger) 10%, var(--_surface)); color: var(--_danger) }
.status.denied { border: 1px solid var(--_warning-border); background: var(--_warning-surface); font-weight: 600 }
.top { padding: 0 1.25rem 1rem }
footer { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.75rem; padding: 0.875rem 1.25rem; border-block-start: 1px solid var(--_border) }
footer a { display: inline-block; padding: 0.875rem 0.5rem; margin: -0.875rem -0.25rem; color: inherit }
.credit { margin-inline-start: auto; font-size: 0.75rem; color: var(--_muted) }
details { border-block-start: 1px solid var(--_border) }
summary { padding: 0.875rem 1.25rem; font-size: 0.875rem; font-weight: 550; color: var(--_muted); cursor: pointer }
.hidden { position: absolute; clip-path: inset(50%) }
.bone { width: 45%; height: 0.75rem; margin-block: 0.25rem; border-radius: 6px; background: var(--_border) }
.long { width: 60% }
dialog { width: min(26rem, calc(100vw - 2rem)); padding: 1.25rem; overflow: auto; color: var(--_text); box-shadow: 0 18px 50px rgb(0 0 0 / 0.25) }
dialog::backdrop { background: rgb(10 12 20 / 0.5) }
dialog h3 { font-size: 1.0625rem; font-weight: 600; overflow-wrap: anywhere }
dialog :is(p, label) { display: block; margin-block-start: 0.5rem; color: var(--_muted) }
dialog .bad { color: var(--_danger) }
dialog input { width: 100%; min-height: 2.75rem; margin-block-start: 0.25rem; padding: 0.375rem 0.75rem; border: 1px solid var(--_border); border-radius: 9px; background: var(--_surface); color: var(--_text); font: inherit }
dialog .actions { margin-block-start: 1.25rem }
@container (max-width: 30rem) {
header, .row, footer, summary, .top { padding-inline: 1rem }
.row .actions, .row > div:nth-child(2) { grid-column: 2 / -1; justify-content: flex-start }
.unconfirmed, .note, .status:not(.none) { margin-inline: 0.75rem; padding-inline: 0.75rem }
.answer button, .all { flex: 1 1 100%; width: 100% }
}
`;

/** A browser that cannot choose shows the light ones. */
const canChoose = globalThis.CSS?.supports('color', 'light-dark(red, red)');

export const styles = unsafeCSS(
  canChoose ? text : text.replace(/light-dark\(([^,]+), [^)]+\)/g, '$1'),
);

// What the parts are drawn with that are loaded later: handed to them, so that Lit is not torn in two.
import { html, nothing } from 'lit';
import { button } from './button.ts';
import { fill } from './texts/index.ts';
import { shortTime } from './time.ts';

export const parts = { html, nothing, button, fill, shortTime };

export type Parts = typeof parts;

// Key sets for the token tests: made once, since to make one takes some milliseconds.
import {
  dropLastSessionKeys,
  generateSessionKeys,
  parseSessionKeys,
} from '../../src/tokens/sessionKeys.ts';

const firstJson = await generateSessionKeys();
const rotatedJson = await generateSessionKeys(firstJson);

/** One key of each kind. */
export const first = await parseSessionKeys(firstJson);
/** New keys in front of those of `first`. */
export const rotated = await parseSessionKeys(rotatedJson);
/** The new keys alone. */
export const dropped = await parseSessionKeys(await dropLastSessionKeys(rotatedJson));
/** Another project's. */
export const foreign = await parseSessionKeys(await generateSessionKeys());

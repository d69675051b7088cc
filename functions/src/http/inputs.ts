// The exact shapes of the callables' inputs: unknown keys are refused, sizes are bounded.
// null in an optional field is "absent" when registering and "clear it" when updating.
import * as v from 'valibot';
import { toDisplayText } from '../domain/displayText.ts';
import { deviceTypes } from '../domain/session.ts';
import type { PushToken } from '../domain/session.ts';

const maxRawLength = 1000;

/** Display text of 1 to `most` characters after cleaning; a hostile length is refused before it. */
function displayText(most: number) {
  return v.pipe(
    v.string(),
    v.maxLength(maxRawLength),
    v.transform(toDisplayText),
    v.check((text) => text.length > 0, 'empty'),
    v.check((text) => [...text].length <= most, 'too long'),
  );
}

const deviceId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,128}$/));
const deviceName = displayText(100);
const deviceType = v.picklist(deviceTypes);
const platform = displayText(64);
const appVersion = displayText(32);
const pushToken = v.pipe(
  v.string(),
  v.regex(/^\S{1,4096}$/),
  v.transform((value): PushToken => ({ kind: 'token', value })),
);
const locale = v.pipe(v.string(), v.maxLength(35), v.check(isLanguageTag, 'language tag'));

export const sessionIdPattern = /^[A-Za-z0-9_-]{22}$/;
const sessionId = v.pipe(v.string(), v.regex(sessionIdPattern));

export const noInput = v.strictObject({});
export const sessionIdInput = v.strictObject({ sessionId });
export const registerInput = v.strictObject({
  deviceId,
  deviceName,
  deviceType,
  platform: v.nullish(platform, null),
  appVersion: v.nullish(appVersion, null),
  pushToken: v.nullish(pushToken, null),
  locale: v.nullish(locale, null),
});
export const updateInput = v.strictObject({
  deviceName: v.optional(deviceName),
  platform: v.nullish(platform),
  appVersion: v.nullish(appVersion),
  pushToken: v.nullish(pushToken),
  locale: v.nullish(locale),
});

/** Whether the text is a BCP 47 language tag, well formed. */
function isLanguageTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

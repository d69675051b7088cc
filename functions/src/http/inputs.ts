// The exact shapes of the callables' inputs: unknown keys are refused, sizes are bounded.
// null in an optional field is "absent" when registering and "clear it" when updating.
import * as v from 'valibot';
import { toDisplayText } from '../domain/session/displayText.ts';
import { deviceTypes, idPattern } from '../domain/session/session.ts';
import type { PushToken } from '../domain/session/session.ts';

const maxRawLength = 1000;

/** Display text of 1 to `most` characters after cleaning; a hostile length is refused before it. */
function displayText(most: number) {
  const fault = `must have 1 to ${most} visible characters`;
  return v.pipe(
    v.string(),
    v.maxLength(maxRawLength, fault),
    v.transform(toDisplayText),
    v.check((text) => text.length > 0 && [...text].length <= most, fault),
  );
}

const deviceId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{8,128}$/, 'must be 8 to 128 letters, digits, "_" or "-"'),
);
const deviceName = displayText(100);
const deviceType = v.picklist(deviceTypes);
const platform = displayText(64);
const appVersion = displayText(32);
const pushToken = v.pipe(
  v.string(),
  v.regex(/^\S{1,4096}$/, 'must be 1 to 4096 characters without spaces'),
  v.transform((value): PushToken => ({ kind: 'token', value })),
);
const locale = v.pipe(
  v.string(),
  v.check((text) => text.length <= 35 && isLanguageTag(text), 'must be a BCP 47 language tag'),
);

const sessionId = v.pipe(v.string(), v.regex(idPattern, 'must be a session id'));

const reauthToken = v.optional(
  v.pipe(v.string(), v.regex(/^\S{1,8192}$/, 'must be a Firebase ID token')),
);

export const listInput = v.strictObject({ includeEnded: v.optional(v.boolean()) });
export const revokeInput = v.strictObject({ sessionId, reauthToken });
export const revokeOthersInput = v.strictObject({ reauthToken });
export const answerInput = v.strictObject({ sessionId, wasMe: v.boolean(), reauthToken });
export const registerInput = v.strictObject({
  deviceId,
  deviceName,
  deviceType,
  platform: v.nullish(platform, null),
  appVersion: v.nullish(appVersion, null),
  pushToken: v.nullish(pushToken, null),
  locale: v.nullish(locale, null),
  deviceToken: v.nullish(v.pipe(v.string(), v.maxLength(512)), null),
  refreshToken: v.nullish(v.pipe(v.string(), v.maxLength(512)), null),
  attempt: v.nullish(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{16,128}$/)), null),
});
export const signOutInput = v.strictObject({ forget: v.optional(v.boolean()) });
export const renameInput = v.strictObject({ sessionId, deviceName });
export const listEventsInput = v.strictObject({ pageToken: v.optional(v.string()) });
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

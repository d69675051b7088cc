// The exact shapes of the callables' inputs: unknown keys and wrong types are refused. What does not
// matter refuses nobody: a text that is too long is cut, one that says nothing is null.
// null in an optional field is "absent" when registering and "clear it" when updating. An installation id
// comes out as the push token that it is.
import * as v from 'valibot';
import { cutText, toDisplayText } from '../domain/session/displayText.ts';
import { deviceTypeNames, deviceTypes, idPattern } from '../domain/session/session.ts';
import type { PushToken } from '../domain/session/session.ts';
import { toLanguageTag } from './languageTag.ts';

/** The device's name in JWTs and for other APIs: long enough to be random, so that nobody guesses it. */
export const deviceIdPattern = /^[A-Za-z0-9_-]{22,128}$/;

/** At most so many characters of display text; null where nothing visible is left. */
function displayText(most: number) {
  return v.pipe(
    v.string(),
    v.transform((text) => cutText(toDisplayText(text), most) || null),
  );
}

/** A text of ours that is worth nothing where it is longer than any that we gave out. */
const shownToken = v.pipe(
  v.string(),
  v.transform((text) => (text === '' || text.length > 512 ? null : text)),
);

const deviceId = v.pipe(
  v.string(),
  v.regex(deviceIdPattern, 'must be 22 to 128 letters, digits, "_" or "-"'),
);
const deviceName = displayText(100);
const deviceType = v.picklist(deviceTypes);
const platform = displayText(64);
const appVersion = displayText(32);
const pushToken = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[!-~]{0,1024}$/, 'must be at most 1024 visible ASCII characters'),
  v.transform((value): PushToken | null => (value === '' ? null : { kind: 'token', value })),
);
/** Without the ":" of a registration token, so that one in its place is found out. */
const pushInstallationId = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[A-Za-z0-9_-]{0,128}$/, 'must be a Firebase installation id'),
  v.transform((value): PushToken | null => (value === '' ? null : { kind: 'fid', value })),
);
/** A device is reached in one way: once FCM has sent to its installation id, its token falls silent. */
const oneOfThem = 'must not stand beside "pushToken"';
const locale = v.pipe(v.string(), v.transform(toLanguageTag));
const attempt = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{16,128}$/, 'must be 16 to 128 letters, digits, "_" or "-"'),
);

const sessionId = v.pipe(v.string(), v.regex(idPattern, 'must be a session id'));

const reauthToken = v.optional(
  v.pipe(v.string(), v.regex(/^[!-~]{1,8192}$/, 'must be a Firebase ID token')),
);

export const listInput = v.strictObject({ includeEnded: v.optional(v.boolean()) });
export const revokeInput = v.strictObject({ sessionId, reauthToken });
export const revokeOthersInput = v.strictObject({ reauthToken });
export const signOutInput = v.strictObject({ forget: v.optional(v.boolean(), false) });
export const answerInput = v.strictObject({ sessionId, wasMe: v.boolean(), reauthToken });
/** `deviceName` is null where nothing visible is left of it: then the device type's name is meant. */
export const renameInput = v.strictObject({ sessionId, deviceName });
export const listEventsInput = v.strictObject({
  pageToken: v.optional(v.pipe(v.string(), v.regex(/^[!-~]{1,512}$/, 'must be a nextPageToken'))),
});
export const registerInput = v.pipe(
  v.strictObject({
    deviceId,
    deviceName,
    deviceType,
    platform: v.nullish(platform, null),
    appVersion: v.nullish(appVersion, null),
    pushToken: v.nullish(pushToken, null),
    pushInstallationId: v.nullish(pushInstallationId, null),
    locale: v.nullish(locale, null),
    deviceToken: v.nullish(shownToken, null),
    refreshToken: v.nullish(shownToken, null),
    attempt: v.nullish(attempt, null),
  }),
  v.forward(
    v.check((device) => !(device.pushToken && device.pushInstallationId), oneOfThem),
    ['pushInstallationId'],
  ),
  v.transform(({ pushInstallationId: id, ...device }) => ({
    ...device,
    deviceName: device.deviceName ?? deviceTypeNames[device.deviceType],
    pushToken: device.pushToken ?? id,
  })),
);
/** A `deviceName` of which nothing visible is left changes nothing. */
export const updateInput = v.pipe(
  v.strictObject({
    deviceName: v.optional(
      v.pipe(
        deviceName,
        v.transform((name) => name ?? undefined),
      ),
    ),
    platform: v.nullish(platform),
    appVersion: v.nullish(appVersion),
    pushToken: v.nullish(pushToken),
    pushInstallationId: v.nullish(pushInstallationId),
    locale: v.nullish(locale),
  }),
  v.forward(
    v.check((update) => !(update.pushToken && update.pushInstallationId), oneOfThem),
    ['pushInstallationId'],
  ),
  v.transform(({ pushInstallationId: id, ...update }) =>
    id === undefined ? update : { ...update, pushToken: update.pushToken ?? id },
  ),
);

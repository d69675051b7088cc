// How an account stands in its document: small and quick to read, since nearly every call reads all of it. What
// says nothing (null, false, none), or repeats the device, is left out; marks are one text, and so are claims.
import { isDeepStrictEqual } from 'node:util';
import type { DocumentData } from '@google-cloud/firestore';
import type { Account, Device, OpenSession, Remainder } from '../domain/account/account.ts';
import type { SignInMark, Unanswered } from '../domain/account/account.ts';

/** Claims are a team's own JSON, in which there may be what Firestore takes in no field. */
type StoredSession = Omit<OpenSession, 'carriedClaims'> & { carriedClaims: string };
type StoredUnanswered = Omit<Unanswered, 'session'> & { session: StoredSession };
type StoredDevice = Omit<Device, 'session' | 'unanswered' | 'signIns' | 'registrations'> & {
  session: StoredSession | null;
  unanswered: StoredUnanswered | null;
  signIns: string;
  registrations: string;
};

const sessionDefaults: Partial<StoredSession> = {
  ...{ platform: null, appVersion: null, location: null, signals: [], secondFactor: false },
  ...{ officialApp: null, attemptHash: null, newDevice: false, accountChanged: false, ip: null },
  ...{ toldLoginAt: null, firstLoginAt: null, wasToldLater: false, changedAt: null },
  carriedClaims: '{}',
};

const deviceDefaults: Partial<StoredDevice> = {
  ...{ session: null, unanswered: null, signIns: '', registrations: '', pushToken: null },
  ...{ pushTokenDiedAt: null, locale: null, mayDenyUntil: null, mayDenySince: null },
  lastSessionId: null,
};

/** A device says of the move of its push token what there is to say, as long as it has it. */
function entryDefaults({ kind, device: key }: DocumentData, devices: Account['devices']) {
  const device = kind === 'take_token' ? devices[key as string] : undefined;
  const { setAt, ...pushToken } = device?.pushToken ?? { setAt: undefined };
  return {
    ...{ attempts: 0, notBefore: null },
    ...(device?.pushToken && { installation: device.installation, setAt, pushToken }),
  };
}

/** `isMeant`: of which devices the fields are given. */
export function toAccountFields(
  account: Account | Remainder,
  isMeant: (key: string) => boolean = () => true,
): DocumentData {
  const devices = 'devices' in account ? account.devices : {};
  const meant = Object.entries(devices).filter(([key]) => isMeant(key));
  return {
    ...account,
    outbox: account.outbox.map((entry) => without(entryDefaults(entry, devices), entry)),
    ...('devices' in account && { devices: mapValues(Object.fromEntries(meant), toDeviceFields) }),
  };
}

/** `fields`: with dates in place of Timestamps. */
export function fromAccountFields(fields: DocumentData): Account | Remainder {
  const stored = fields as { devices?: Record<string, DocumentData>; outbox: DocumentData[] };
  const devices = mapValues(stored.devices ?? {}, fromDeviceFields);
  return {
    ...fields,
    outbox: stored.outbox.map((entry) => ({ ...entryDefaults(entry, devices), ...entry })),
    ...(stored.devices && { devices }),
  } as unknown as Account | Remainder;
}

export function mapValues<From, To>(all: Record<string, From>, change: (one: From) => To) {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]));
}

function without(defaults: DocumentData, document: object): DocumentData {
  const says = ([name, field]: [string, unknown]) => !isDeepStrictEqual(field, defaults[name]);
  return Object.fromEntries(Object.entries(document).filter(says));
}

function toDeviceFields({ session, unanswered, signIns, registrations, ...device }: Device) {
  return without(deviceDefaults, {
    ...device,
    session: session && toSessionFields(session),
    unanswered: unanswered && { ...unanswered, session: toSessionFields(unanswered.session) },
    signIns: formatMarks(signIns),
    registrations: formatMarks(registrations),
  });
}

function fromDeviceFields(fields: DocumentData): Device {
  const stored = { ...deviceDefaults, ...fields } as StoredDevice;
  const { session, unanswered, signIns, registrations } = stored;
  return {
    ...stored,
    session: session && fromSessionFields(session),
    unanswered: unanswered && { ...unanswered, session: fromSessionFields(unanswered.session) },
    signIns: parseMarks(signIns),
    registrations: parseMarks(registrations),
  };
}

function toSessionFields(session: OpenSession): DocumentData {
  const carriedClaims = JSON.stringify(session.carriedClaims);
  return without(sessionDefaults, { ...session, carriedClaims });
}

function fromSessionFields(fields: DocumentData): OpenSession {
  const stored = { ...sessionDefaults, ...fields } as StoredSession;
  const claims = JSON.parse(stored.carriedClaims) as OpenSession['carriedClaims'];
  return { ...stored, carriedClaims: claims };
}

/** Each second by what it is after the one before it, in base 36, with "!" for one that is spent: "t8k2a1 1o 7!". */
function formatMarks(marks: readonly SignInMark[]): string {
  let before = 0;
  const texts = marks.map(({ second, isSpent }) => {
    const text = (second - before).toString(36);
    before = second;
    return isSpent ? `${text}!` : text;
  });
  return texts.join(' ');
}

function parseMarks(text: string): SignInMark[] {
  let second = 0;
  const texts = text === '' ? [] : text.split(' ');
  return texts.map((one) => {
    second += Number.parseInt(one, 36);
    return { second, isSpent: one.endsWith('!') };
  });
}

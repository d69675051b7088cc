// How a device stands in the document of its account: small and quick to read, since every call reads all of them.
// What is null is left out, marks are one text, and so are claims.
import type { DocumentData } from '@google-cloud/firestore';
import type { Device, OpenSession, SignInMark, Unanswered } from '../domain/account/account.ts';

type Absent<One> = { [Name in keyof One as null extends One[Name] ? Name : never]: null };
type Stored<One, Changed> = Omit<One, keyof Absent<One> | keyof Changed> &
  Partial<Pick<One, Extract<Exclude<keyof Absent<One>, keyof Changed>, keyof One>>> &
  Changed;
type SessionFields = Stored<OpenSession, { carriedClaims: string }>;
type DeviceFields = Stored<
  Device,
  {
    session?: SessionFields | null;
    unanswered?: Stored<Unanswered, { session: SessionFields }> | null;
    signIns: string;
    registrations: string;
  }
>;

const absentOfDevice: Absent<Device> = {
  ...{ session: null, unanswered: null, pushToken: null, pushTokenDiedAt: null, locale: null },
  ...{ mayDenyUntil: null, mayDenySince: null, lastSessionId: null },
};

const absentOfSession: Absent<OpenSession> = {
  ...{ platform: null, appVersion: null, location: null, officialApp: null, attemptHash: null },
  ...{ toldLoginAt: null, firstLoginAt: null, changedAt: null, ip: null },
};

export function toDeviceFields(device: Device): DocumentData {
  const { session, unanswered, signIns, registrations } = device;
  return withoutNulls({
    ...device,
    session: session && toSessionFields(session),
    unanswered: unanswered && { ...unanswered, session: toSessionFields(unanswered.session) },
    signIns: formatMarks(signIns),
    registrations: formatMarks(registrations),
  });
}

/** `fields`: with dates in place of Timestamps. */
export function fromDeviceFields(fields: DocumentData): Device {
  const { session, unanswered, signIns, registrations, ...others } = fields as DeviceFields;
  return {
    ...absentOfDevice,
    ...others,
    session: session ? fromSessionFields(session) : null,
    unanswered: unanswered
      ? { ...unanswered, session: fromSessionFields(unanswered.session) }
      : null,
    signIns: parseMarks(signIns),
    registrations: parseMarks(registrations),
  };
}

/** Claims are a team's own JSON, in which there may be what Firestore takes in no field. */
function toSessionFields(session: OpenSession): DocumentData {
  return withoutNulls({ ...session, carriedClaims: JSON.stringify(session.carriedClaims) });
}

function fromSessionFields({ carriedClaims, ...fields }: SessionFields): OpenSession {
  const claims = JSON.parse(carriedClaims) as OpenSession['carriedClaims'];
  return { ...absentOfSession, ...fields, carriedClaims: claims };
}

function withoutNulls(fields: DocumentData): DocumentData {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== null));
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

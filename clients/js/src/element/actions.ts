// What a person can have done on the screen: asked of the client, then said, then told to the page.
import type { SessionsClient } from '../core/sessionsClient.ts';
import type { DeviceSession } from '../core/contract.ts';
import type { Action, Said } from './model.ts';
import { fill, type SpokenTexts } from './texts/index.ts';

/** What the element needs of a client. */
export type SessionsSource = Pick<
  SessionsClient,
  'list' | 'revoke' | 'revokeOthers' | 'answer' | 'rename' | 'onChanged'
> &
  Partial<Pick<SessionsClient, 'now' | 'signOut' | 'onEndsSoon' | 'pushes'>>;

export interface Doing {
  source: SessionsSource;
  texts: SpokenTexts;
}

export function closing(
  { source, texts }: Doing,
  { sessionId, deviceName: device }: DeviceSession,
): Action {
  return {
    kind: 'close',
    run: (reauthToken) => source.revoke(sessionId, withProof(reauthToken)),
    said: () => done(fill(texts.saidClosed, { device })),
    event: { name: 'session-closed', detail: { sessionId } },
  };
}

export function closingAll({ source, texts }: Doing): Action {
  const detail = { count: 0 };
  return {
    kind: 'closeAll',
    run: async (reauthToken) => {
      detail.count = await source.revokeOthers(withProof(reauthToken));
    },
    said: () => done(fill(texts.saidClosedAll, detail)),
    event: { name: 'sessions-closed', detail },
  };
}

export function answering(
  { source, texts }: Doing,
  { sessionId, deviceName: device }: DeviceSession,
  wasMe: boolean,
): Action {
  let isConfirmed = false;
  return {
    kind: 'answer',
    run: async (reauthToken) => {
      const session = await source.answer(sessionId, wasMe, withProof(reauthToken));
      isConfirmed = session.confirmed;
    },
    said: () => {
      if (!wasMe) return { text: fill(texts.saidDenied, { device }), kind: 'denied' };
      // Another device has said "No" before.
      return isConfirmed
        ? done(fill(texts.saidConfirmed, { device }))
        : { text: texts.unanswered, kind: 'bad' };
    },
    event: { name: 'login-answered', detail: { sessionId, wasMe } },
  };
}

export function renaming(
  { source, texts }: Doing,
  { sessionId }: DeviceSession,
  deviceName: string,
): Action {
  return {
    kind: 'rename',
    run: () => source.rename(sessionId, deviceName),
    said: () => done(fill(texts.saidRenamed, { device: deviceName })),
    event: { name: 'session-renamed', detail: { sessionId, deviceName } },
  };
}

function done(text: string): Said {
  return { text, kind: 'done' };
}

function withProof(reauthToken: string | undefined) {
  return reauthToken === undefined ? {} : { reauthToken };
}

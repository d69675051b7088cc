// What a person can have done on the screen: asked of the client, then said, then told to the page.
import type { SessionsClient } from '../core/client.ts';
import type { DeviceSession } from '../core/contract.ts';
import type { Action } from './model.ts';
import { fill, type ElementTexts } from './texts/index.ts';

/** What the element needs of a client. */
export type SessionsSource = Pick<
  SessionsClient,
  'list' | 'revoke' | 'revokeOthers' | 'answer' | 'rename' | 'onChanged'
>;

export interface Doing {
  source: SessionsSource;
  texts: ElementTexts;
}

export function closing(
  { source, texts }: Doing,
  { sessionId, deviceName: device }: DeviceSession,
): Action {
  return {
    kind: 'close',
    run: (reauthToken) => source.revoke(sessionId, withProof(reauthToken)),
    said: () => fill(texts.saidClosed, { device }),
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
    said: () => fill(texts.saidClosedAll, detail),
    event: { name: 'sessions-closed', detail },
  };
}

export function answering(
  { source, texts }: Doing,
  { sessionId, deviceName: device }: DeviceSession,
  wasMe: boolean,
): Action {
  return {
    kind: 'answer',
    run: (reauthToken) => source.answer(sessionId, wasMe, withProof(reauthToken)),
    said: () => fill(wasMe ? texts.saidConfirmed : texts.saidDenied, { device }),
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
    said: () => fill(texts.saidRenamed, { device: deviceName }),
    event: { name: 'session-renamed', detail: { sessionId, deviceName } },
  };
}

function withProof(reauthToken: string | undefined) {
  return reauthToken === undefined ? {} : { reauthToken };
}

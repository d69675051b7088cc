// A refresh token used a second time: the session ends, its device and the user's others are told.
import { confirmedReceivers } from '../account/caller.ts';
import type { Draft } from '../account/draft.ts';
import { endSession } from '../account/ending.ts';
import { oweAbout } from '../account/outbox.ts';
import { securityEvent } from '../session/securityEvent.ts';

/** Ends the session of this device. Returns the ids of what is owed by that. */
export function endStolen(
  draft: Draft,
  key: string,
  sending: { isLeased: boolean } = { isLeased: true },
): string[] {
  const { account, events, moment } = draft;
  const earlier = new Set(account.outbox.map(({ pushId }) => pushId));
  const { sessionId, deviceName } = endSession(draft, key, 'token_reuse', sending);
  for (const receiver of confirmedReceivers(account, [key])) {
    oweAbout(draft, receiver, { kind: 'security_alert' }, key, sending);
  }
  events.push(
    securityEvent({ ...account, sessionId, deviceName }, 'credential-compromise', moment, {
      initiatingEntity: 'policy',
    }),
  );
  return account.outbox.map(({ pushId }) => pushId).filter((id) => !earlier.has(id));
}

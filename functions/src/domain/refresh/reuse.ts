// A refresh token used a second time: the session ends, its device and the user's others are told.
import { confirmedReceivers } from '../account/account.ts';
import { addEvent, type Draft } from '../account/draft.ts';
import { endSession } from '../account/ending.ts';
import { oweAbout } from '../account/outbox.ts';

/** Ends the session of this device. */
export function endStolen(
  draft: Draft,
  key: string,
  sending: { isLeased: boolean } = { isLeased: true },
): void {
  const ended = endSession(draft, key, 'token_reuse', sending);
  for (const receiver of confirmedReceivers(draft.account, [key])) {
    oweAbout(draft, receiver, { kind: 'security_alert' }, key, sending);
  }
  addEvent(draft, ended, 'credential-compromise', { initiatingEntity: 'policy' });
}

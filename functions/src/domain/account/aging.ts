// What time alone has done to an account, at the start of every decision: first what has come of age
// unanswered is confirmed, then what has run out is ended. A shorter lifetime holds from here on.
import { currentEnd } from '../session/lifetime.ts';
import type { OpenSession } from './account.ts';
import type { Draft } from './draft.ts';
import { endSession } from './ending.ts';
import { takeFromOwn } from './pushToken.ts';
import { isConfirmed } from './view.ts';

/** Also one that ends just when it is confirmed has had the whole time. */
export function age(draft: Draft): void {
  const { account, moment } = draft;
  const { now } = moment;
  for (const [key, device] of Object.entries(account.devices)) {
    const { session } = device;
    if (session) session.expiresAt = currentEnd(session, moment);
    if (session && !session.confirmed && isConfirmed(session, moment)) confirm(draft, key, session);
    if (session && session.expiresAt <= now) endSession(draft, key, 'expired');
    const { unanswered } = device;
    if (unanswered && unanswered.session.confirmsAt <= now) {
      // Who came once is new; who came again, and was told, has had the week.
      if (unanswered.wasToldLater && device.standing === 'new') device.standing = 'known';
      device.unanswered = null;
    }
  }
}

/** From now on the session counts as its owner's, its device as known, and its push token is its own. */
export function confirm(draft: Draft, key: string, session: OpenSession): void {
  session.confirmed = true;
  const device = draft.account.devices[key];
  if (device) device.standing = 'known';
  takeFromOwn(draft, key);
}

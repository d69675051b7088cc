// The message of something owed, made when it is sent: what has been overtaken has none.
import { forceLogoutMessage } from '../domain/push/forceLogout.ts';
import { loginAnsweredMessage } from '../domain/push/loginAnswered.ts';
import type { PushMessage } from '../domain/push/pushMessage.ts';
import { securityAlertMessage } from '../domain/push/securityAlert.ts';
import { receiverOf, receivingOf } from '../domain/revocation/receivers.ts';
import { confirmedOf } from '../domain/session/confirmation.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { OwedPush, SessionRecord } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

/** null where it is past its time, or its receiver may no longer hear it. Login alerts: `loginAlerts.ts`. */
export async function owedMessage(
  services: Pick<Services, 'tokens' | 'log'>,
  owed: OwedPush,
  about: SessionRecord,
  records: readonly SessionRecord[],
  moment: Moment,
): Promise<PushMessage | null> {
  const { now } = moment;
  const { kind, pushId, until } = owed;
  if (now >= until) return null;
  const frame = { pushId, until };
  const { sessionId, deviceName, deviceType, confirmed, revoked } = about.session;
  if (kind === 'force_logout') {
    const receiver = about.session.revoked ? receiverOf(about) : null;
    if (!receiver) return null;
    const receiptToken = await issueReceipt(services, about);
    return forceLogoutMessage(receiver, { ...frame, ...(receiptToken && { receiptToken }) }, now);
  }
  const receiving = receivingOf(owed, about, records, moment);
  const [hearing] = receiving ? confirmedOf([receiving], moment) : [];
  const receiver = hearing ? receiverOf(hearing) : null;
  if (!receiver) return null;
  switch (kind) {
    case 'login_answered':
      return loginAnsweredMessage(
        receiver,
        { ...frame, sessionId, wasMe: confirmed && !revoked },
        now,
      );
    case 'security_alert':
      return securityAlertMessage(receiver, { ...frame, sessionId, deviceName, deviceType }, now);
    case 'login_alert':
    case 'login':
      return null;
  }
}

/** Without a receipt token the push still does what it is for. */
async function issueReceipt(
  { tokens, log }: Pick<Services, 'tokens' | 'log'>,
  { session: { sessionId, expiresAt } }: SessionRecord,
): Promise<string | null> {
  try {
    return await tokens.issueReceiptToken({ sessionId, expiresAt });
  } catch (error) {
    log.error('no receipt token', { sessionId, error: nameOfError(error) });
    return null;
  }
}

// What follows where the hourly look has ended a session.
import { decideEndAll } from '../domain/revocation/revocation.ts';
import type { SessionRecord } from '../domain/session/session.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/** Tells its device; where the account is gone, all other sessions end too, and theirs are told. */
export async function tellEndByAccount(
  services: SendServices,
  { record, isGone }: { record: SessionRecord; isGone: boolean },
): Promise<void> {
  const others = isGone ? await endAllOf(services, record) : [];
  await sendOwed(services, [record, ...others]);
}

async function endAllOf(
  services: SendServices,
  { session: { userId, tenantId, sessionId } }: SessionRecord,
): Promise<SessionRecord[]> {
  const moment = momentOf(services);
  const { toLogOut } = await services.sessions.changeUserRecords(
    { userId, tenantId },
    [],
    (records, orphans) =>
      decideEndAll(records, moment, { orphans, reason: 'account', silent: true }),
  );
  return toLogOut.filter(({ session }) => session.sessionId !== sessionId);
}

// Everything that is kept of a user goes: because the account is gone, or because an operator says so.
import type { Erasing } from '../domain/revocation/erasure.ts';
import { decideErasure, decideErasureOfDeleted } from '../domain/revocation/erasure.ts';
import { decideEndAll } from '../domain/revocation/revocation.ts';
import type { Owner } from '../domain/session/session.ts';
import type { Services } from '../services.ts';
import { momentOf } from './moment.ts';
import type { SendServices } from './sendOwed.ts';
import { sendOwed } from './sendOwed.ts';

/** Sessions that are ended in one commit. */
const batchSize = 50;

/**
 * A custom token lives an hour and would bring a deleted account back, with the session that it names:
 * later than that, and than the clocks may differ, nothing is left of the old account.
 */
const againSeconds = 70 * 60;

/**
 * Logs the devices out, then erases. Safe to repeat. A registration that was under way may have left
 * something: erase again, or delete the account, whose trigger does.
 */
export async function eraseUser(services: SendServices, owner: Owner): Promise<void> {
  const when = { owner, now: services.now() };
  await services.sessions.changeFirebaseAccount(owner, (known) => decideErasure(known, when));
  await endAll(services, owner, null);
  await services.sessions.eraseUser(owner, null);
}

type ErasureServices = SendServices & Pick<Services, 'accounts'>;

/**
 * The same for an account that Firebase Authentication has deleted, which is asked first: nothing goes of
 * an account that exists. Throws where it cannot be looked at; and, unless `isLast`, while a device is
 * still owed its logout: then it must be repeated.
 */
export async function eraseDeletedUser(
  services: ErasureServices,
  owner: Owner,
  { isLast }: { isLast: boolean },
): Promise<void> {
  const { sessions, accounts } = services;
  const account = await accounts.findAccount(owner);
  const when = { owner, now: services.now() };
  const erasing = await sessions.changeFirebaseAccount<Erasing>(owner, (known) =>
    decideErasureOfDeleted(known, account, when),
  );
  const olderThan = erasing === 'all' ? null : erasing.olderThan;
  if (erasing !== 'all' && olderThan === null) return;
  await endAll(services, owner, olderThan);
  if (!isLast && erasing === 'all' && (await sessions.findOwingOf(owner)).length > 0) {
    throw new Error('a device is still to be logged out');
  }
  await sessions.eraseUser(owner, olderThan);
}

/** For the deletion itself: now, and again when no custom token can bring the account back. */
export async function eraseWithAccount(
  services: ErasureServices & Pick<Services, 'erasureQueue'>,
  owner: Owner,
): Promise<void> {
  await eraseDeletedUser(services, owner, { isLast: false });
  await services.erasureQueue.enqueue(owner, againSeconds);
}

/** Some sessions at a time, however many there are; those that are no older than this go on. */
async function endAll(services: SendServices, owner: Owner, olderThan: Date | null): Promise<void> {
  const { sessions } = services;
  const open = await sessions.findOpenSessions(owner);
  for (let at = 0; at < open.length; at += batchSize) {
    const ids = open.slice(at, at + batchSize).map(({ sessionId }) => sessionId);
    const moment = momentOf(services);
    const { toLogOut } = await sessions.changeRecords(ids, (records) =>
      decideEndAll(
        records.filter(({ secrets }) => olderThan === null || secrets.registeredAt < olderThan),
        moment,
        // Nobody is left who could be told of a login.
        { silent: true },
      ),
    );
    await sendOwed(services, toLogOut);
  }
}

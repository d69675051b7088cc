// What follows a new session: its place, the alert to the user's other devices, the logout of those it displaced.
import { alertReceivers, decideAlertClaim, decideAlertDone } from '../domain/loginAlert.ts';
import { loginAlertMessage } from '../domain/pushMessage.ts';
import type { SessionRecord } from '../domain/session.ts';
import type { Services } from '../services.ts';
import { forceLogout } from './forceLogout.ts';
import { sendPushes } from './sendPushes.ts';

type AnnounceServices = Pick<
  Services,
  'sessions' | 'locator' | 'policy' | 'now' | 'pushes' | 'pushQueue' | 'log'
>;

/**
 * Safe to run any number of times for one session: a run that finds the work done does nothing.
 * Throws while another run has it, so that the event is delivered again should that run die.
 */
export async function announceSession(services: AnnounceServices, sessionId: string): Promise<void> {
  const now = services.now();
  const claim = await services.sessions.changeRecords([sessionId], (records) =>
    decideAlertClaim(records.get(sessionId), now),
  );
  if (claim.kind === 'over') return;
  if (claim.kind === 'busy') throw new Error(`session ${sessionId} is being announced`);

  const { record } = claim;
  const [place] = await Promise.all([
    services.locator.locate(record.secrets.ip),
    forceLogout(services, record.secrets.evicted),
  ]);
  if (!record.session.confirmed) await alertOthers(services, record, place, now);
  await services.sessions.changeRecords([sessionId], (records) =>
    decideAlertDone(records.get(sessionId), place, services.now()),
  );
}

async function alertOthers(
  services: AnnounceServices,
  { session }: SessionRecord,
  place: Awaited<ReturnType<Services['locator']['locate']>>,
  now: Date,
): Promise<void> {
  const open = await services.sessions.findOpenRecords(session.userId);
  const receivers = alertReceivers(open, session.sessionId, services.policy, now);
  const { sessionId, deviceName } = session;
  await sendPushes(
    services,
    receivers.map((receiver) =>
      loginAlertMessage(
        receiver,
        { sessionId, deviceName, place, signals: ['new_device'], count: 1, silent: false },
        now,
      ),
    ),
  );
}

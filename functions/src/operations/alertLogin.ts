// What follows a new session: its place, the alert to the user's other devices, the logout of those it displaced.
import type { LoginAlertPlan, LoginContext } from '../domain/alert/loginAlert.ts';
import {
  decideAlertLease,
  decideAlertDone,
  reachesNobody,
  planLoginAlerts,
} from '../domain/alert/loginAlert.ts';
import { loginSignals } from '../domain/alert/loginSignals.ts';
import type { Place } from '../domain/place/place.ts';
import { formatPlace } from '../domain/place/place.ts';
import { loginAlertMessage } from '../domain/push/loginAlert.ts';
import type { Services } from '../services.ts';
import { forceLogout } from './forceLogout.ts';
import { nameOfError } from '../errors.ts';
import { sendPushes } from './sendPushes.ts';

type AlertServices = Pick<
  Services,
  | 'sessions'
  | 'locator'
  | 'policy'
  | 'now'
  | 'pushes'
  | 'pushQueue'
  | 'tokens'
  | 'onUnalertedLogin'
  | 'log'
>;

/** Registrations looked back at: enough for a day of alerts, and for where the user has been. */
const recentLimit = 20;

/**
 * Safe to run any number of times for one session: a run that finds the work done does nothing.
 * Throws while another run has it, so that the event is delivered again should that run die.
 */
export async function alertLogin(services: AlertServices, sessionId: string): Promise<void> {
  const { sessions } = services;
  const now = services.now();
  const lease = await sessions.changeRecords([sessionId], (records) =>
    decideAlertLease(records.get(sessionId), now),
  );
  if (lease.kind === 'done') return;
  if (lease.kind === 'busy') throw new Error(`session ${sessionId} is being alerted about`);

  const { record } = lease;
  const { userId } = record.session;
  const [place, recent] = await Promise.all([
    findPlace(services, record.secrets.ip),
    sessions.findRecentSecrets(userId, recentLimit),
    forceLogout(services, record.secrets.evicted),
  ]);
  const open = record.session.confirmed ? [] : await sessions.findOpenRecords(userId);
  const earlier = recent.filter((one) => one.sessionId !== sessionId);
  const signals = loginSignals(record.secrets, place, earlier);
  const context = { record, open, earlier, place, signals };
  const alerts = planLoginAlerts(context, services.policy, now);
  await sendAlerts(services, alerts, context, now);
  if (reachesNobody(context, alerts)) await callLoginHook(services, context);
  await sessions.changeRecords([sessionId], (records) =>
    decideAlertDone(records.get(sessionId), place, earlier, services.now()),
  );
}

/** An alert without a place is better than none. */
async function findPlace(
  { locator, log }: AlertServices,
  ip: string | null,
): Promise<Place | null> {
  try {
    return await locator.locate(ip);
  } catch (error) {
    log.error('no place', { error: nameOfError(error) });
    return null;
  }
}

async function sendAlerts(
  services: AlertServices,
  alerts: readonly LoginAlertPlan[],
  { record, place }: LoginContext,
  now: Date,
): Promise<void> {
  const { userId } = record.session;
  const messages = alerts.map(async ({ receiver, about, answerableUntil, ...grouping }) => {
    const { sessionId, deviceName, deviceType } = about;
    const answerToken = await services.tokens.issueAnswerToken(
      {
        userId,
        answeringSessionId: receiver.sessionId,
        aboutSessionId: sessionId,
        expiresAt: answerableUntil,
      },
      now,
    );
    const login = { sessionId, deviceName, deviceType, place, answerToken, ...grouping };
    return loginAlertMessage(receiver, login, now);
  });
  await sendPushes(services, await Promise.all(messages));
}

/** The team's code may fail; the login stands all the same. */
async function callLoginHook(
  services: AlertServices,
  { record, place, signals }: LoginContext,
): Promise<void> {
  const { sessionId, userId, deviceName, createdAt } = record.session;
  const location = place && formatPlace(place);
  try {
    await services.onUnalertedLogin({
      userId,
      sessionId,
      deviceName,
      location,
      signals,
      createdAt,
    });
  } catch (error) {
    services.log.error('onUnalertedLogin failed', { sessionId, error: nameOfError(error) });
  }
}

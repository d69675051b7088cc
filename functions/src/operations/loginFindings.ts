// What is known of a login when it is told of: its place, what is unusual about it, the user's other sessions.
import type { AlertGrouping } from '../domain/alert/alertGrouping.ts';
import { groupingOf } from '../domain/alert/alertGrouping.ts';
import { coordinatesOf, loginSignals, rememberCountries } from '../domain/alert/loginSignals.ts';
import type { Place } from '../domain/place/place.ts';
import { formatPlace } from '../domain/place/place.ts';
import type { LoginSignal } from '../domain/push/loginAlert.ts';
import type { Moment } from '../domain/session/moment.ts';
import type { RecordChange } from '../domain/session/plan.ts';
import type { SessionRecord } from '../domain/session/session.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

export interface LoginFindings {
  record: SessionRecord;
  records: readonly SessionRecord[];
  place: Place | null;
  signals: readonly LoginSignal[];
  grouping: AlertGrouping;
  /** What the session remembers of its place. */
  change: Pick<RecordChange, 'session' | 'secrets'>;
}

/** Registrations looked back at: enough for a day of alerts, and for where the user has been. */
const recentLimit = 20;

export async function findLogin(
  services: Pick<Services, 'sessions' | 'locator' | 'log'>,
  record: SessionRecord,
  moment: Moment,
): Promise<LoginFindings> {
  const { session, secrets } = record;
  const [place, recent, records] = await Promise.all([
    findPlace(services, secrets.ip),
    services.sessions.findRecentSecrets(session, recentLimit),
    services.sessions.findUserRecords(session),
  ]);
  const earlier = recent.filter(({ sessionId }) => sessionId !== session.sessionId);
  const location = place && formatPlace(place);
  return {
    record,
    records,
    place,
    signals: loginSignals(secrets, place, earlier),
    grouping: groupingOf(record, records, earlier, moment),
    change: {
      ...(location && { session: { location } }),
      secrets: {
        countries: rememberCountries(place, earlier, secrets.registeredAt),
        coordinates: secrets.ip === null ? null : coordinatesOf(place),
      },
    },
  };
}

/** An alert without a place is better than none. */
async function findPlace(
  { locator, log }: Pick<Services, 'locator' | 'log'>,
  ip: string | null,
): Promise<Place | null> {
  try {
    return await locator.locate(ip);
  } catch (error) {
    log.error('no place', { error: nameOfError(error) });
    return null;
  }
}

// What is known of a login when it is told of: its place, and what is unusual about it.
import { coordinatesOf, loginSignals } from '../domain/alert/loginSignals.ts';
import type { Account } from '../domain/account/account.ts';
import type { FoundLogin } from '../domain/account/delivery.ts';
import { loginEntryOf } from '../domain/account/outboxEntry.ts';
import { formatPlace, type Place } from '../domain/place/place.ts';
import { nameOfError } from '../errors.ts';
import type { Services } from '../services.ts';

export interface LoginFindings {
  place: Place | null;
  found: FoundLogin;
}

/** The latest login of this device; null where nothing is remembered of it. */
export async function findLogin(
  { locator, log }: Pick<Services, 'locator' | 'log'>,
  account: Account | null,
  device: string,
): Promise<LoginFindings | null> {
  if (!account) return null;
  const session = account.devices[device]?.session;
  const login = loginEntryOf(account.outbox, device)?.login ?? session;
  if (!login) return null;
  const { sessionId, registeredAt, ip } = login;
  // An alert without a place is better than none.
  const place = await locator.locate(ip).catch((error: unknown) => {
    log.error('no place', { error: nameOfError(error) });
    return null;
  });
  // What was unusual stays, also of a login that went on in another session.
  const earlier = session?.sessionId === sessionId ? session.signals : [];
  return {
    place,
    found: {
      ...{ device, sessionId, registeredAt },
      location: place && formatPlace(place),
      countryCode: place?.countryCode ?? null,
      coordinates: ip === null ? null : coordinatesOf(place),
      signals: [...new Set([...earlier, ...loginSignals(login, place, account)])],
    },
  };
}

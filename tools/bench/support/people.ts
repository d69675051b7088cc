// Users with live sessions on an embedded Firestore, and doubles at every other edge.
import { randomUUID } from 'node:crypto';
import type { Firestore } from '@google-cloud/firestore';
import { deliverForUser } from '../../../functions/src/operations/deliverForUser.ts';
import type { SessionPolicy } from '../../../functions/src/domain/session/policy.ts';
import type { SessionStore } from '../../../functions/src/services.ts';
import { firestoreSessions } from '../../../functions/src/store/firestoreSessions.ts';
import type { RegisteredDevice } from '../../../functions/test/doubles/device.ts';
import { register, signInNow } from '../../../functions/test/doubles/device.ts';
import type { TestServices } from '../../../functions/test/doubles/services.ts';
import { servicesOver } from '../../../functions/test/doubles/services.ts';

export type BenchServices = TestServices<SessionStore>;

export function servicesOn(
  firestore: Firestore,
  limits: Partial<SessionPolicy> = {},
): BenchServices {
  return servicesOver(firestoreSessions(firestore), limits);
}

export interface Person {
  userId: string;
  /** Confirmed, and the one that acts. */
  phone: RegisteredDevice;
  /** The other devices, oldest first; nothing of their logins is owed any more. */
  others: RegisteredDevice[];
}

/** A user with so many live sessions, opened an hour apart, a week after the first. */
export async function personWith(services: BenchServices, sessions: number): Promise<Person> {
  const userId = `user-${randomUUID()}`;
  const open = async () => {
    services.pass({ hours: 1 });
    const deviceId = `device-${randomUUID()}`;
    const device = await register(services, deviceId, signInNow(services, userId));
    return device;
  };
  const phone = await open();
  services.pass({ days: 7 });
  const others: RegisteredDevice[] = [];
  while (others.length < sessions - 1) others.push(await open());
  // As once the trigger has told everybody of the logins.
  services.pass({ seconds: 60 });
  await deliverForUser(services, { userId, tenantId: null });
  services.sent.length = 0;
  return { userId, phone, others };
}

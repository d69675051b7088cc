// Clients of an engine.
import { Firestore } from 'firebase-admin/firestore';

/** The Admin SDK's client, with the credential that it uses with emulators unless another is given. */
export function connect(
  address: string,
  projectId: string,
  authorization = 'Bearer owner',
): Firestore {
  const customHeaders = { Authorization: authorization };
  return new Firestore({ projectId, host: address, ssl: false, customHeaders });
}

export function uniqueProject(): string {
  return `demo-${Math.random().toString(36).slice(2)}`;
}

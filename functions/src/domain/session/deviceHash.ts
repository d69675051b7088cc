// Lets a session document prove which device it belongs to without telling: the owner may read the
// document, and no two of them show that they are of one device.
import { createHash } from 'node:crypto';

/** SHA-256 over session and device id, base64url, 43 characters. */
export function deviceHash(sessionId: string, deviceId: string): string {
  return createHash('sha256').update(`${sessionId}.${deviceId}`).digest('base64url');
}

// Ids and nonces that nobody can guess.
import { randomBytes } from 'node:crypto';

/**
 * 128 random bits, base64url, 22 characters. Drawn again where it begins with - or _: such an id would
 * look like an option in a command line, or like those that Firestore keeps for itself.
 */
export function newId(): string {
  const id = randomBytes(16).toString('base64url');
  return /^[-_]/.test(id) ? newId() : id;
}

// When a decision is made, and by which limits. Time and randomness come in here, so decisions stay pure.
import type { SessionPolicy } from './policy.ts';

export interface Clock {
  now: Date;
  policy: SessionPolicy;
}

export interface Moment extends Clock {
  /** 128 random bits, base64url, 22 characters. */
  newId: () => string;
}

// The moment of one operation: its time is taken once.
import type { Moment } from '../domain/session/moment.ts';
import type { Services } from '../services.ts';

export function momentOf({
  now,
  policy,
  newId,
}: Pick<Services, 'now' | 'policy' | 'newId'>): Moment {
  return { now: now(), policy, newId };
}

// Work that one run at a time has, and gets back only if that run died.
import { secondMs } from './policy.ts';

/** Whether work claimed then is still in the hands of the run that claimed it. */
export function isLeased(claimedAt: Date | null | undefined, seconds: number, now: Date): boolean {
  return claimedAt != null && now.getTime() - claimedAt.getTime() < seconds * secondMs;
}

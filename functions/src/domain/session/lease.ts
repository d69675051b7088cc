// Work that one run at a time has, and gets back only if that run died.
import { secondMs } from './policy.ts';

/** Whether work leased then is still in the hands of the run that leased it. */
export function isLeased(leasedAt: Date | null | undefined, seconds: number, now: Date): boolean {
  return leasedAt != null && now.getTime() - leasedAt.getTime() < seconds * secondMs;
}

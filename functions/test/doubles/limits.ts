// Limits and lifetimes of a policy, as the params say them.
import type { SessionPolicy } from '../../src/domain/session/policy.ts';
import { sessionLifetimes, sessionLimits } from '../../src/params/byDeviceType.ts';

/** `20,WEB:2` */
export function limitedTo(text: string): Pick<SessionPolicy, 'sessionLimits'> {
  return { sessionLimits: used(sessionLimits.parse(text), text) };
}

/** `30d/365d,WEB:12h/7d` */
export function living(text: string): Pick<SessionPolicy, 'sessionLifetimes'> {
  return { sessionLifetimes: used(sessionLifetimes.parse(text), text) };
}

function used<Value>(value: Value | undefined, text: string): Value {
  if (value === undefined) throw new TypeError(`${text} is not what the param may say`);
  return value;
}

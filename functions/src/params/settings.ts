// The params of one deployment as values. They are all checked before the first one is used.
import type { SessionPolicy } from '../domain/session/policy.ts';
import { checkPolicy } from '../domain/session/policy.ts';
import { type Environment, readParams, type Values } from './param.ts';
import { params } from './table.ts';

export type Settings = Values<typeof params>;

/**
 * The settings that this environment holds, read at each access: a program may set its environment when it has
 * loaded us. Throws a TypeError that names every param that is not as documented, or those that contradict
 * each other.
 */
export function settingsOf(environment: Environment, now = new Date()): Settings {
  const settings = readParams(params, environment);
  policyOf(settings);
  checkTimes(settings, now);
  return new Proxy(settings, {
    // Only the param that is asked for.
    get(_, name) {
      const asked = Object.entries(params).filter(([key]) => key === name);
      return Object.values(readParams(Object.fromEntries(asked), environment))[0];
    },
  });
}

const policyNames = [
  ...(['sessionLimits', 'sessionLifetimes', 'retentionDays', 'confirmAfterDays'] as const),
  ...(['touchIntervalSeconds', 'signInMaxAgeSeconds', 'accessTokenSeconds'] as const),
  ...(['refreshGraceSeconds', 'lostAnswer', 'newDevicesPerHour', 'rollOutAt'] as const),
  ...(['signedInAfter', 'ipRetentionDays', 'sharedPushTokens'] as const),
];

/** The limits and lifetimes among the settings. Throws a TypeError where they contradict each other. */
export function policyOf(settings: Settings): SessionPolicy {
  const policy = Object.fromEntries(policyNames.map((name) => [name, settings[name]]));
  return checkPolicy(policy as Pick<Settings, (typeof policyNames)[number]>);
}

/** Nobody could sign in before a time that is still to come. */
function checkTimes({ signedInAfter }: Settings, now: Date): void {
  if (signedInAfter === null || signedInAfter <= now) return;
  const [after, here] = [signedInAfter, now].map((time) => time.toISOString());
  throw new TypeError(`SIGNED_IN_AFTER is ${after}, which must not be ahead of now (${here}).`);
}

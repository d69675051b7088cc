// The params of one deployment as values. They are all checked before the first one is used.
import type { SessionPolicy } from '../domain/session/policy.ts';
import { checkPolicy } from '../domain/session/policy.ts';
import { checkParams, readParam, type Environment, type Param, type Values } from './param.ts';
import { params } from './table.ts';

export type Settings = Values<typeof params>;

/**
 * The settings that this environment holds, read at each access. Throws a TypeError that names every
 * param that is not as documented, or those that contradict each other.
 */
export function settingsOf(environment: Environment, now = new Date()): Settings {
  checkParams(params, environment);
  const settings = Object.defineProperties(
    {},
    Object.fromEntries(
      Object.entries(params).map(([name, param]: [string, Param]) => [
        name,
        { enumerable: true, get: (): unknown => readParam(param, environment) },
      ]),
    ),
  ) as Settings;
  policyOf(settings);
  checkTimes(settings, now);
  return settings;
}

/** The limits and lifetimes among the settings. Throws a TypeError where they contradict each other. */
export function policyOf(settings: Settings): SessionPolicy {
  return checkPolicy({
    sessionLimits: settings.sessionLimits,
    sessionLifetimes: settings.sessionLifetimes,
    retentionDays: settings.retentionDays,
    confirmAfterDays: settings.confirmAfterDays,
    touchIntervalSeconds: settings.touchIntervalSeconds,
    signInMaxAgeSeconds: settings.signInMaxAgeSeconds,
    accessTokenSeconds: settings.accessTokenSeconds,
    refreshGraceSeconds: settings.refreshGraceSeconds,
    lostAnswer: settings.lostAnswer,
    newDevicesPerHour: settings.newDevicesPerHour,
    rollOutAt: settings.rollOutAt,
    signedInAfter: settings.signedInAfter,
    ipRetentionDays: settings.ipRetentionDays,
    sharedPushTokens: settings.sharedPushTokens,
  });
}

/** Nobody could sign in before a time that is still to come. */
function checkTimes({ signedInAfter }: Settings, now: Date): void {
  if (signedInAfter === null || signedInAfter <= now) return;
  const [after, here] = [signedInAfter, now].map((time) => time.toISOString());
  throw new TypeError(`SIGNED_IN_AFTER is ${after}, which must not be ahead of now (${here}).`);
}

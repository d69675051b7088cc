// The params that say something of every session, and something else of some device types:
// `20,WEB:2,ANDROID+IOS:1`.
import type { Lifetime, SessionLifetimes, SessionLimits } from '../domain/session/policy.ts';
import { deviceTypes, type DeviceType } from '../domain/session/session.ts';
import { wholeNumber } from './kinds.ts';
import type { Kind } from './param.ts';

const types = `${deviceTypes.join(', ')}, joined by +, each at most once`;

/** `20,WEB:2,ANDROID+IOS:1` */
export const sessionLimits: Kind<SessionLimits> = {
  type: 'string',
  allowed:
    'the most sessions, from 1 to 100, and by device type, no more than that, ' +
    `such as 20,WEB:2,ANDROID+IOS:1 (${types})`,
  pattern: /^[0-9]+(,[A-Z+]+:[0-9]+)*$/,
  parse(text) {
    const limits = parseByDeviceType(text, wholeNumber(1, 100).parse);
    if (!limits || limits.groups.some(({ value }) => value > limits.all)) return undefined;
    return {
      total: limits.all,
      groups: limits.groups.map(({ deviceTypes, value }) => ({ deviceTypes, most: value })),
    };
  },
};

/** `30d/365d,WEB:12h/7d` */
export const sessionLifetimes: Kind<SessionLifetimes> = {
  type: 'string',
  allowed:
    'how long a session lives unused, from 15m, and at most, no shorter and up to 3650d, ' +
    `such as 30d/365d,WEB:12h/7d (whole m, h or d; ${types})`,
  pattern: /^[0-9]+[mhd]\/[0-9]+[mhd](,[A-Z+]+:[0-9]+[mhd]\/[0-9]+[mhd])*$/,
  parse(text) {
    const lifetimes = parseByDeviceType(text, parseLifetime);
    if (!lifetimes) return undefined;
    const of = (type: DeviceType) =>
      lifetimes.groups.find(({ deviceTypes }) => deviceTypes.includes(type))?.value;
    return Object.fromEntries(
      deviceTypes.map((type) => [type, of(type) ?? lifetimes.all]),
    ) as SessionLifetimes;
  },
};

/** undefined for any other form. */
function parseByDeviceType<Value>(
  text: string,
  parseValue: (text: string) => Value | undefined,
): { all: Value; groups: { deviceTypes: DeviceType[]; value: Value }[] } | undefined {
  const [first = '', ...rest] = text.split(',');
  const all = parseValue(first);
  if (all === undefined) return undefined;
  const groups = [];
  for (const part of rest) {
    const [, names = '', ofThese = ''] = /^([^:]*):(.*)$/.exec(part) ?? [];
    const named = names.split('+');
    const value = parseValue(ofThese);
    if (value === undefined || !named.every(isDeviceType)) return undefined;
    groups.push({ deviceTypes: named, value });
  }
  const named = groups.flatMap((group) => group.deviceTypes);
  return new Set(named).size === named.length ? { all, groups } : undefined;
}

function isDeviceType(name: string): name is DeviceType {
  return (deviceTypes as readonly string[]).includes(name);
}

const leastIdleSeconds = 15 * 60;
const mostSeconds = 3650 * 86_400;

function parseLifetime(text: string): Lifetime | undefined {
  const [idleSeconds = NaN, longestSeconds = NaN, ...more] = text.split('/').map(parseDuration);
  const isUsable =
    leastIdleSeconds <= idleSeconds &&
    idleSeconds <= longestSeconds &&
    longestSeconds <= mostSeconds;
  return isUsable && more.length === 0 ? { idleSeconds, longestSeconds } : undefined;
}

const unitSeconds: Record<string, number> = { m: 60, h: 3600, d: 86_400 };

/** In seconds; NaN for any other form. */
function parseDuration(text: string): number {
  const [, digits, unit = ''] = /^([1-9][0-9]{0,8})([mhd])$/.exec(text) ?? [];
  return Number(digits) * (unitSeconds[unit] ?? NaN);
}

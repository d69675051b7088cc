// What a browser says of itself, in a person's words: "Chrome on Windows", "Windows 11".
import type { DeviceDescription } from './core/options.ts';

/** What is read of a navigator. Extensions and privacy settings leave nothing of it certain. */
export interface Browser {
  userAgent?: unknown;
  language?: unknown;
  /** https://wicg.github.io/ua-client-hints/ */
  userAgentData?: unknown;
}

interface Parts {
  name: string;
  system: string;
  platform: string | null;
}

/**
 * By Client Hints; where a browser has none, by its User-Agent, whose parser is loaded only then. Never
 * rejects: it is for show, and keeps nobody from signing in.
 */
export async function describeBrowser(browser: Browser = navigator): Promise<DeviceDescription> {
  const { name, system, platform } = (await found(() => fromHints(browser.userAgentData))) ??
    (await found(() => fromUserAgent(browser.userAgent))) ?? {
      name: '',
      system: '',
      platform: null,
    };
  const deviceName = name && system ? `${name} on ${system}` : name || system || 'Browser';
  const locale = await found(() => textOf(browser.language) || null);
  return { deviceName: deviceName.slice(0, 100), deviceType: 'WEB', platform, locale };
}

async function found<T>(look: () => T | Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch {
    return null;
  }
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Longer than this nobody waits for a nicer name. */
const hintMilliseconds = 1000;

async function fromHints(data: unknown): Promise<Parts | null> {
  const name = brandOf(fieldsOf(data)['brands']);
  if (name === '') return null;
  const { platform, getHighEntropyValues: ask } = data as {
    platform?: unknown;
    getHighEntropyValues(this: unknown, hints: string[]): unknown;
  };
  const high = fieldsOf(
    await found(() =>
      Promise.race([
        ask.call(data, ['platformVersion', 'model']),
        new Promise((resolve) => setTimeout(resolve, hintMilliseconds)),
      ]),
    ),
  );
  const system = platform === 'Unknown' ? '' : textOf(platform);
  const version = versionOf(system, textOf(high['platformVersion']));
  return {
    name,
    system: textOf(high['model']) || system,
    platform: system ? `${system} ${version}`.trim() : null,
  };
}

/** The most particular brand: "Microsoft Edge" stands beside "Chromium" and a made-up one. */
function brandOf(brands: unknown): string {
  const names = (Array.isArray(brands) ? brands : [])
    .map((item) => textOf(fieldsOf(item)['brand']))
    .filter((brand) => brand && !/not.?a.?brand/i.test(brand));
  const own = names.find((brand) => brand !== 'Chromium') ?? names[0] ?? '';
  return own.replace(/^(Google|Microsoft) /, '');
}

/** Windows counts on from 10: 13 and up is Windows 11 (learn.microsoft.com/microsoft-edge/web-platform/how-to-detect-win11). */
function versionOf(system: string, platformVersion: string): string {
  const [major = '', minor = '0'] = platformVersion.split('.');
  if (major === '') return '';
  if (system === 'Windows') return Number(major) >= 13 ? '11' : Number(major) > 0 ? '10' : '';
  if (system === 'Linux') return '';
  return minor === '0' ? major : `${major}.${minor}`;
}

async function fromUserAgent(userAgent: unknown): Promise<Parts> {
  const { default: bowser } = await import('bowser');
  const { browser, os, platform } = bowser.parse(textOf(userAgent));
  const system = platform.model ?? os.name ?? '';
  const version = os.versionName ?? os.version ?? '';
  return {
    name: browser.name ?? '',
    system,
    platform: os.name ? `${os.name} ${version}`.trim() : null,
  };
}

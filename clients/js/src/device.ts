// What a browser says of itself, in a person's words: "Chrome on Windows", "Windows 11".
import type { DeviceDescription } from './core/options.ts';

/** The part of User-Agent Client Hints (https://wicg.github.io/ua-client-hints/) that is read. */
interface UserAgentData {
  brands: { brand: string; version: string }[];
  platform: string;
  getHighEntropyValues(hints: string[]): Promise<{ platformVersion?: string; model?: string }>;
}

export interface Browser {
  userAgent: string;
  language?: string;
  userAgentData?: UserAgentData;
}

/** By Client Hints; where a browser has none, by its User-Agent, whose parser is loaded only then. */
export async function describeBrowser(browser: Browser = navigator): Promise<DeviceDescription> {
  const { name, system, platform } = browser.userAgentData
    ? await fromHints(browser.userAgentData)
    : await fromUserAgent(browser.userAgent);
  const deviceName = name && system ? `${name} on ${system}` : name || system || 'Browser';
  const locale = browser.language || null;
  return { deviceName: deviceName.slice(0, 100), deviceType: 'WEB', platform, locale };
}

interface Parts {
  name: string;
  system: string;
  platform: string | null;
}

async function fromHints(data: UserAgentData): Promise<Parts> {
  const high = await data
    .getHighEntropyValues(['platformVersion', 'model'])
    .catch((): { platformVersion?: string; model?: string } => ({}));
  const { platformVersion = '', model = '' } = high;
  const system = data.platform === 'Unknown' ? '' : data.platform;
  return {
    name: brandOf(data.brands),
    system: model || system,
    platform: system ? `${system} ${versionOf(system, platformVersion)}`.trim() : null,
  };
}

/** The most particular brand: "Microsoft Edge" stands beside "Chromium" and a made-up one. */
function brandOf(brands: UserAgentData['brands']): string {
  const names = brands.map(({ brand }) => brand).filter((brand) => !/not.?a.?brand/i.test(brand));
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

async function fromUserAgent(userAgent: string): Promise<Parts> {
  const { default: bowser } = await import('bowser');
  const { browser, os, platform } = bowser.parse(userAgent);
  const system = platform.model ?? os.name ?? '';
  const version = os.versionName ?? os.version ?? '';
  return {
    name: browser.name ?? '',
    system,
    platform: os.name ? `${os.name} ${version}`.trim() : null,
  };
}

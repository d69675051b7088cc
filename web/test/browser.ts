// Debian's Chromium, driven by playwright-core. Where there is none, the tests that need it are left out.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

export type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium; null where this machine has none. CHROMIUM names another. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  return [...(named ? [named] : []), ...places].find((path) => existsSync(path)) ?? null;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium here.');
  return await chromium.launch({
    executablePath,
    timeout: 0,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

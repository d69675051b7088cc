// Debian's Chromium, driven by playwright-core. Where there is none, the tests that need it are left out.
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

export type { Browser, BrowserContextOptions, Page } from 'playwright-core';

const shell = '/usr/bin/chromium-headless-shell';
const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium; null where this machine has none. CHROMIUM names another. */
export function findChromium(): string | null {
  const named = process.env['CHROMIUM'];
  return [...(named ? [named] : []), ...places].find((path) => existsSync(path)) ?? null;
}

/**
 * Where Chromium's headless shell is here too, it is taken: a third of the work, as it draws no window. It has no
 * notifications, so who needs those asks for the whole browser.
 */
export async function launchChromium({ isWhole = false } = {}): Promise<Browser> {
  const whole = findChromium();
  if (whole === null) throw new Error('There is no Chromium here.');
  const isLight = !isWhole && !process.env['CHROMIUM'] && existsSync(shell);
  return await chromium.launch({
    executablePath: isLight ? shell : whole,
    timeout: 0,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    ],
  });
}

// The fixture with <active-sessions> in a real browser, opened anew by each test.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from './browser.ts';
import { servePage, type ServedPage } from './servedPage.ts';

export interface OpenOptions extends BrowserContextOptions {
  /** A script that runs in the page before its own. */
  before?: string;
  /** What is there once the page can be looked at. */
  shown?: string;
  /** The page's Content-Security-Policy. */
  policy?: string;
}

/** Returns what opens the page, which is handed over; it is closed after its test, or by the next one. */
export function useElement(handOver: (page: Page) => void) {
  let browser: Browser;
  let page: Page | undefined;
  const served = new Map<string | undefined, Promise<ServedPage>>();
  const serve = (policy?: string) => {
    const known = served.get(policy) ?? servePage('elementPage.ts', policy);
    served.set(policy, known);
    return known;
  };
  before(async () => {
    [browser] = await Promise.all([launchChromium(), serve()]);
  });
  after(async () => {
    await browser.close();
    for (const one of served.values()) (await one).close();
  });
  const close = async () => {
    await page?.context().close();
    page = undefined;
  };
  afterEach(close);

  return async (
    query = '',
    { before, shown = '[part=panel]', policy, ...options }: OpenOptions = {},
  ) => {
    const { url } = await serve(policy);
    await close();
    page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(0);
    if (before) await page.addInitScript(before);
    await page.goto(`${url}${query}`);
    await page.locator(shown).first().waitFor({ state: 'attached' });
    handOver(page);
  };
}

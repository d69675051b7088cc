// The page of one device, in a browser on a running stack.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { SessionsClient } from '../../clients/js/src/index.ts';
import { clearStack, patience } from './actors.ts';
import { axeViolations } from './axe.ts';
import { launchChromium } from './browser.ts';

/** What the page offers in the emulator. */
declare const deviceSessions: SessionsClient;

const pageUrl = () => `${process.env['DEVICE_SESSIONS_PAGE']}/page`;

describe('page', function () {
  let browser: Browser;
  let context: BrowserContext;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await clearStack();
    context = await browser.newContext();
    context.setDefaultTimeout(patience);
  });
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const page = await context.newPage();
    await page.goto(pageUrl());
    return page;
  }
  async function signIn(): Promise<Page> {
    const page = await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This device', { exact: true }).waitFor();
    return page;
  }
  const requests = (page: Page, name: string) => {
    const seen: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith(`/${name}`)) {
        seen.push(request.url());
      }
    });
    return seen;
  };

  it('loads less than 80 KB before anybody has signed in', async () => {
    const page = await context.newPage();
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (!response.url().startsWith(process.env['DEVICE_SESSIONS_PAGE'] ?? '')) return;
      sizes.push(
        response
          .request()
          .sizes()
          .then(({ responseBodySize }) => responseBodySize),
      );
    });
    await page.goto(pageUrl());
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    ok(total < 80_000, `${total} bytes`);
  });

  it('lets no other page frame it: a click on "Yes" must be meant', async () => {
    const { headers } = await fetch(pageUrl());
    equal(headers.get('content-security-policy'), "frame-ancestors 'none'");
  });

  it('has nothing that axe finds, signed out and in', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    deepEqual(await axeViolations(page), []);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('This device', { exact: true }).waitFor();
    deepEqual(await axeViolations(page), []);
  });

  it('registers once for two tabs, and refreshes once for both', async () => {
    const one = await signIn();
    const two = await open();
    await two.getByText('This device', { exact: true }).waitFor();
    equal(await one.locator('[part~=session]').count(), 1);
    const seen = [requests(one, 'refreshTokens'), requests(two, 'refreshTokens')];
    const old = await one.evaluate(() => deviceSessions.accessToken());
    const renewed = await Promise.all(
      [one, two].map((tab) => tab.evaluate((token) => deviceSessions.accessToken(token), old)),
    );
    equal(renewed[0], renewed[1]);
    equal(seen.flat().length, 1);
  });

  it('says why it is signed out when the session was closed while it was not open', async () => {
    const page = await signIn();
    const second = await browser.newContext();
    const other = await second.newPage();
    other.setDefaultTimeout(patience);
    await other.goto(pageUrl());
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other
      .getByText('New sign-in', { exact: true })
      .or(other.getByText('This device'))
      .first()
      .waitFor();
    const url = page.url();
    const sessionId = await other.evaluate(
      async () => (await deviceSessions.list()).find((one) => one.isCurrentDevice)?.sessionId ?? '',
    );
    await other.close();
    await page.evaluate((id) => deviceSessions.answer(id, false), sessionId);
    const back = await second.newPage();
    back.setDefaultTimeout(patience);
    await back.goto(url);
    await back.getByText('Somebody answered “No, it was not me”').waitFor();
    await second.close();
  });

  it('goes on showing the sessions without a network, and says so', async () => {
    const page = await signIn();
    await context.setOffline(true);
    await page.getByText('You are offline.').waitFor();
    equal(await page.getByText('This device', { exact: true }).count(), 1);
    await context.setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'hidden' });
  });

  it('signs out for good', async () => {
    const page = await signIn();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    match(page.url(), /\/page$/);
  });
});

// The stories of the device lab, played in a browser on a running stack.
import { deepEqual, equal, match } from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { clearStack, openLab, patience, phoneIn } from './actors.ts';
import { axeViolations } from './axe.ts';
import { launchChromium } from './browser.ts';

describe('device lab', function () {
  let browser: Browser;
  let page: Page;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    await clearStack();
    page = await (await browser.newContext({ viewport: { width: 1380, height: 1150 } })).newPage();
    page.setDefaultTimeout(patience);
    await openLab(page);
  });
  afterEach(() => page.context().close());

  const phones = () => ({
    iPhone: phoneIn(page, 'iPhone 15 Pro'),
    galaxy: phoneIn(page, 'Samsung Galaxy S24'),
    chrome: phoneIn(page, 'Chrome on Windows'),
  });

  it('plays the story: alert, "No", forced logout, and why', async () => {
    const { iPhone, galaxy } = phones();
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await iPhone.notification.waitFor();
    match(
      (await iPhone.notification.textContent()) ?? '',
      /Signed in on Samsung Galaxy S24 from Moscow\. Was that you\?/,
    );
    equal(await galaxy.notification.count(), 0);
    deepEqual(await axeViolations(page), []);
    await iPhone.notification.getByRole('button', { name: 'No, close this session' }).click();
    await galaxy.says('Somebody answered “No, it was not me”');
    await galaxy.logs(/data deleted/);
    await iPhone.says('Recently ended (1)');
  });

  it('refuses the thief, and shows it', async () => {
    const { iPhone, galaxy } = phones();
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await galaxy.toggle('app wipes nothing');
    await galaxy.button('Sign out: iPhone 15 Pro').click();
    await galaxy.element.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await galaxy.says('Confirm that it is you');
    await galaxy.button('Cancel').click();
    await iPhone.notification.getByRole('button', { name: 'No, close this session' }).click();
    await galaxy.logs(/the app keeps its data/);
    await galaxy.says('The server refuses every call.');
    await iPhone.seesItself();
  });

  it('tells a phone that was off, and takes its receipt', async () => {
    const { iPhone, chrome } = phones();
    await iPhone.signIn('Alice');
    await chrome.signIn('Alice');
    await iPhone.notification.getByRole('button', { name: 'Yes, it was me' }).click();
    await iPhone.logs('answered yes');
    await iPhone.toggle('phone is off');
    await chrome.button('Sign out: iPhone 15 Pro').click();
    await chrome.element.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await chrome.says('Recently ended (1)');
    await chrome.element.locator('summary').click();
    await chrome.says('Not confirmed by the device yet');
    await iPhone.toggle('phone is off');
    await iPhone.says('This session was closed from another device of this account.');
    await chrome.says(/Closed .*, the device confirmed/);
  });

  it('knows a device again whose page was closed', async () => {
    const { iPhone } = phones();
    await iPhone.signIn('Alice');
    await page.reload();
    await phones().iPhone.seesItself();
    await phones().iPhone.logs('session open');
  });
});

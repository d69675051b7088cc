// The device lab, played in a browser on a running stack.
import { deepEqual, equal } from 'node:assert/strict';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';
import type { Browser, Page } from 'playwright-core';
import { makeNotices, type LabNotice } from '../../tools/stack/labNotices.ts';
import { openLab, patience, startOver } from './actors.ts';
import { axeViolations } from './axe.ts';
import { launchChromium } from './browser.ts';
import { phonesOf, playStory, storyTitles } from './labStories.ts';

describe('device lab', function () {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** In a browser profile of its own. */
  async function newLab(viewport = { width: 1280, height: 900 }): Promise<Page> {
    const page = await (await browser.newContext({ viewport })).newPage();
    page.setDefaultTimeout(patience);
    await openLab(page);
    return page;
  }

  async function say(notice: LabNotice): Promise<void> {
    const app = initializeApp({ projectId: process.env['GCLOUD_PROJECT']! }, 'notices');
    await makeNotices(getFirestore(app))(notice);
    await deleteApp(app);
  }

  for (const title of storyTitles) {
    it(`plays "${title}", starts over, and plays it again`, async () => {
      const page = await newLab();
      await playStory(page, title);
      deepEqual(await axeViolations(page), []);
      await startOver(page);
      await playStory(page, title);
    });
  }

  it('plays one story after the other, side by side with a browser of a phone’s width', async () => {
    const [one, other] = [await newLab(), await newLab({ width: 390, height: 844 })];
    const playAll = async (page: Page, titles: readonly (typeof storyTitles)[number][]) => {
      for (const title of titles) {
        await playStory(page, title);
        await startOver(page);
      }
    };
    await Promise.all([playAll(one, storyTitles), playAll(other, storyTitles.toReversed())]);
  });

  it('starts over for its own people only', async () => {
    const [one, other] = [await newLab(), await newLab()];
    await phonesOf(one).iPhone.signIn('Alice');
    await phonesOf(other).iPhone.signIn('Alice');
    await startOver(one);
    await phonesOf(one).iPhone.button('Alice').waitFor();
    await other.reload();
    await phonesOf(other).iPhone.seesItself();
  });

  it('refuses to start over for anybody but the people of a lab', async () => {
    const { FUNCTIONS_EMULATOR_HOST: host, GCLOUD_PROJECT: project } = process.env;
    for (const lab of [undefined, '', 'alice', '../alice', { $: 1 }]) {
      const { status } = await fetch(`http://${host}/${project}/us-central1/labStartOver`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ lab }),
      });
      equal(status, 400, JSON.stringify(lab));
    }
  });

  it('keeps devices, alerts and what happened while its page is closed', async () => {
    const page = await newLab();
    const { iPhone, galaxy } = phonesOf(page);
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await iPhone.notification.waitFor();
    await page.reload();
    await iPhone.seesItself();
    await iPhone.notification.getByRole('button', { name: 'No, close this session' }).click();
    await galaxy.says('Somebody answered “No, it was not me”');
    await page.reload();
    await galaxy.says('Somebody answered “No, it was not me”');
    await galaxy.logs(/data deleted/);
  });

  it('shows an alert where the person is looking', async () => {
    const page = await newLab({ width: 390, height: 844 });
    const { iPhone, galaxy } = phonesOf(page);
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await galaxy.element.locator('.log').scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'Show iPhone 15 Pro' }).click();
    await page.locator('.elsewhere .notification').waitFor({ state: 'detached' });
    deepEqual(await axeViolations(page), []);
    equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  });

  it('says that the emulator starts its functions, and which it could not start', async () => {
    const page = await newLab();
    await say({ action: 'warming', names: 'registerSession,listSessions' });
    await page.getByText('starting its functions, 2 more').waitFor();
    await say({ action: 'warmed', name: 'registerSession' });
    await say({ action: 'warmed', name: 'listSessions' });
    await page.getByText('starting its functions').waitFor({ state: 'detached' });
    await say({ action: 'function_slow', name: 'listSessions' });
    await page.getByText('still starting listSessions').waitFor();
    await say({ action: 'function_started', name: 'listSessions' });
    await page.getByText('still starting listSessions').waitFor({ state: 'detached' });
    await say({ action: 'function_failed', name: 'onSessionCreated' });
    await page.getByText('could not start onSessionCreated').waitFor();
  });

  it('says why nobody could be signed in, and goes on when asked again', async () => {
    const page = await newLab();
    const { iPhone } = phonesOf(page);
    await page.route('**/accounts:signInWithPassword*', (route) => route.abort());
    await iPhone.button('Alice').click();
    await iPhone.says('The emulators do not answer.');
    await page.unroute('**/accounts:signInWithPassword*');
    await page.route('**/registerSession', (route) => route.fulfill({ status: 503, body: 'x' }));
    await iPhone.button('Alice').click();
    await iPhone.says('The emulator answered registerSession with HTTP 503.');
    await page.unroute('**/registerSession');
    await iPhone.button('Try again').click();
    await iPhone.seesItself();
  });
});

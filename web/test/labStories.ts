// The five stories of the device lab, played as their steps say.
import { equal, match } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { untilNextSecond } from '../../clients/js/testing/until.ts';
import { phoneIn, stepsDone } from './actors.ts';

export const storyTitles = [
  'The story',
  'The thief',
  'The lost phone',
  'The shared phone',
  'The newcomer',
] as const;
export type StoryTitle = (typeof storyTitles)[number];

const deny = 'No, close this session';
const confirm = 'Yes, it was me';

/** Plays a story of a lab in which nothing has happened, to its end. */
export async function playStory(page: Page, title: StoryTitle): Promise<void> {
  await page.getByRole('button', { name: title, exact: true }).click();
  await plays[title](page);
  await stepsDone(page, 4);
  await page.getByText('Played to the end.').waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  equal(width, page.viewportSize()?.width);
}

const plays: Record<StoryTitle, (page: Page) => Promise<void>> = {
  async 'The story'(page) {
    const { iPhone, galaxy } = phonesOf(page);
    await iPhone.signIn('Alice');
    await stepsDone(page, 1);
    await galaxy.signIn('Alice');
    await iPhone.notification.waitFor();
    match(
      (await iPhone.notification.textContent()) ?? '',
      /Logged in on Samsung Galaxy S24 from Moscow\. Was that you\?/,
    );
    equal(await galaxy.notification.count(), 0);
    await stepsDone(page, 2);
    await iPhone.notification.getByRole('button', { name: deny }).click();
    await galaxy.says('Somebody answered “No, it was not me”');
    await galaxy.logs(/data deleted/);
    await iPhone.says('Recently ended (1)');
  },

  async 'The thief'(page) {
    const { iPhone, galaxy } = phonesOf(page);
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await stepsDone(page, 1);
    await galaxy.signsOut('iPhone 15 Pro');
    await galaxy.says('Confirm that it is you');
    await galaxy.element
      .getByRole('dialog')
      .getByRole('button', { name: /^(Cancel|Close)$/ })
      .click();
    await stepsDone(page, 2);
    await galaxy.toggle('app wipes nothing');
    await iPhone.notification.getByRole('button', { name: deny }).click();
    await galaxy.logs(/the app keeps its data/);
    await galaxy.says('The server refuses every call.');
    await galaxy.says('Alice’s photos');
    await iPhone.seesItself();
  },

  async 'The lost phone'(page) {
    const { iPhone, chrome } = phonesOf(page);
    await iPhone.signIn('Alice');
    await chrome.signIn('Alice');
    await iPhone.notification.getByRole('button', { name: confirm }).click();
    await iPhone.logs('answered yes');
    await stepsDone(page, 1);
    await iPhone.toggle('phone is off');
    await chrome.signsOut('iPhone 15 Pro');
    await chrome.says('Recently ended (1)');
    await stepsDone(page, 2);
    await chrome.element.locator('summary').click();
    await chrome.says('Not confirmed by the device yet');
    await iPhone.toggle('phone is off');
    await iPhone.says('This session was closed from another device of this account.');
    await chrome.says(/Closed .*, the device confirmed/);
  },

  async 'The shared phone'(page) {
    const { iPhone, chrome, pixel } = phonesOf(page);
    await chrome.signIn('Alice');
    await pixel.signIn('Alice');
    await chrome.notification.getByRole('button', { name: confirm }).click();
    await chrome.notification.waitFor({ state: 'detached' });
    await stepsDone(page, 1);
    await pixel.button('Sign out').click();
    await pixel.signIn('Bob');
    await stepsDone(page, 2);
    await iPhone.signIn('Alice');
    await chrome.notification.getByText('iPhone 15 Pro').waitFor();
    await stepsDone(page, 3);
    equal(await pixel.notification.count(), 0);
    // Where all of it is on the screen nothing is shown a second time.
    const isWide = (page.viewportSize()?.width ?? 0) >= 1280;
    if (isWide) equal(await page.locator('.elsewhere .notification').count(), 0);
    await pixel.button('Forget').click();
    await pixel.logs('signed out, device forgotten');
    await untilNextSecond();
    await pixel.signIn('Bob');
    await pixel.logs('session open, not confirmed yet');
  },

  async 'The newcomer'(page) {
    const { iPhone, galaxy } = phonesOf(page);
    await iPhone.signIn('Alice');
    await galaxy.signIn('Alice');
    await stepsDone(page, 1);
    await galaxy.button('Photos').click();
    await galaxy.says('Waiting for your other device');
    await stepsDone(page, 2);
    await iPhone.notification.getByRole('button', { name: confirm }).click();
    await stepsDone(page, 3);
    await galaxy.says('Alice’s photos');
    await galaxy.seesItself();
    equal(await galaxy.element.getByText('Waiting for your other device').count(), 0);
  },
};

export function phonesOf(page: Page) {
  return {
    iPhone: phoneIn(page, 'iPhone 15 Pro'),
    galaxy: phoneIn(page, 'Samsung Galaxy S24'),
    chrome: phoneIn(page, 'Chrome on Windows'),
    pixel: phoneIn(page, 'Pixel 9'),
  };
}

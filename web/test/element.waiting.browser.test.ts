// The screen on which a device waits for another one, in a real browser.
import { deepEqual, equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { ActiveSessions } from '../../clients/js/src/element/index.ts';
import { axeViolations } from './axe.ts';
import { useElement } from './useElement.ts';

/** What the fixture puts into the page. */
declare const source: { calls: unknown[][] };
declare const element: ActiveSessions;
declare const waiting: { end(isConfirmed: boolean): void; done: Promise<boolean> };

describe('<active-sessions> that waits for another device', () => {
  let page: Page;
  const openPage = useElement((opened) => (page = opened));
  const open = (query: string) => openPage(`?${query}`, { shown: '[part~=waiting]' });
  const calls = () => page.evaluate(() => source.calls);
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  it('shows what helps and until when in place of the list', async () => {
    await open('waiting=other_device,other_provider,time&provable');
    await page.getByRole('heading', { name: 'Waiting for your other device' }).waitFor();
    await page.getByText('Answer “Yes, it was me” on a device').waitFor();
    await page.getByText(/^Otherwise wait until .*20\d\d/).waitFor();
    equal(await page.locator('[part=list]').count(), 0);
    deepEqual(await axeViolations(page), []);
  });

  it('says nothing of alerts, which no device gets that waits', async () => {
    await open('waiting=other_device,time&pushes=none');
    await page.waitForFunction(() => Reflect.get(element, 'note'));
    await page.evaluate(() => element.updateComplete);
    equal(await page.locator('[part~=unreached]').count(), 0);
    await page.evaluate(() => waiting.end(false));
    await page.locator('[part~=unreached]').waitFor();
  });

  it('names no other device where none can answer', async () => {
    await open('waiting=time');
    await page.getByText(/Wait until .*20\d\d/).waitFor();
    equal(await page.getByText('Waiting for your other device').count(), 0);
    equal(await button('Sign in another way').count(), 0);
  });

  it('goes away by itself, and tells the page', async () => {
    await open('waiting=other_device,time');
    const told = page.evaluate(
      () =>
        new Promise((resolve) => element.addEventListener('session-confirmed', () => resolve(1))),
    );
    await page.evaluate(() => waiting.end(true));
    equal(await told, 1);
    await page.getByText('This device').waitFor();
    equal(await page.locator('[part~=waiting]').count(), 0);
    equal(await page.evaluate(() => element.waiting), null);
  });

  it('is over with a proof that counts', async () => {
    await open('waiting=other_device,other_provider,time&provable');
    await button('Sign in another way').click();
    await page.getByText('This device').waitFor();
    deepEqual(await calls(), [['prove', 'reauth-token']]);
  });

  for (const [what, query] of Object.entries({
    'does not count': 'provable&useless',
    'cannot be made': 'unprovable',
  })) {
    it(`says that a proof ${what}, and goes on waiting`, async () => {
      await open(`waiting=other_device,second_factor,time&${query}`);
      await button('Use your second factor').click();
      await page.getByText('That did not confirm it.').waitFor();
      equal(await button('Use your second factor').isEnabled(), true);
      await page.locator('[part~=waiting]').waitFor();
    });
  }

  it('asks for a code, and is back where it was if that is given up', async () => {
    await open('waiting=second_factor,time&coded');
    await button('Use your second factor').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    equal(await button('Use your second factor').isEnabled(), true);
  });

  for (const [how, query] of Object.entries({
    'by itself': 'none',
    'by a proof': 'provable',
  })) {
    it(`hands the focus on to the list where it goes away ${how}`, async () => {
      await open(`waiting=other_device,other_provider,time&${query}`);
      if (query === 'provable') {
        await button('Sign in another way').focus();
        await page.keyboard.press('Enter');
      } else {
        await button('Sign out').focus();
        await page.evaluate(() => waiting.end(true));
      }
      await page.locator('h2:focus').getByText('Active sessions').waitFor();
    });
  }

  it('takes no focus from the page', async () => {
    await open('waiting=other_device,time');
    await page.evaluate(() => waiting.end(true));
    await page.getByText('This device').waitFor();
    equal(await page.evaluate(() => document.activeElement === document.body), true);
  });

  it('keeps the focus on the button that works, and works once', async () => {
    await open('waiting=other_device,other_provider,time&endless');
    await button('Sign in another way').focus();
    await page.keyboard.press('Enter');
    await page.locator('[part~=dialog-confirm][aria-disabled=true]').waitFor();
    // The browser takes the focus from what cannot have it when it next draws.
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    equal(await button('Sign in another way').evaluate((one) => one.matches(':focus')), true);
    await page.keyboard.press('Enter');
    deepEqual(await calls(), []);
  });

  it('says that one signs out oneself, not that something ends', async () => {
    await open('waiting=other_device,time&locale=ru');
    await button('Выйти').click();
    deepEqual(await calls(), [['signOut']]);
  });

  it('signs out, and waits no more', async () => {
    await open('waiting=other_device,time');
    await button('Sign out').click();
    equal(await page.evaluate(() => waiting.done), false);
    deepEqual(await calls(), [['signOut']]);
  });
});

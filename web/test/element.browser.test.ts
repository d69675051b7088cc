// <active-sessions> in a real browser, on sessions that the test controls.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { RefusalDetails } from '../../clients/js/src/core/contract.ts';
import type { ActiveSessions } from '../../clients/js/src/element/index.ts';
import { axeViolations } from './axe.ts';
import { useElement, type OpenOptions } from './useElement.ts';

/** What the fixture puts into the page. */
interface Source {
  calls: unknown[][];
  refusal: RefusalDetails | null;
  isBroken: boolean;
}
declare const source: Source;
declare const element: ActiveSessions;

describe('<active-sessions>', () => {
  let page: Page;
  const openPage = useElement((opened) => (page = opened));

  async function open(query?: string, options?: OpenOptions) {
    await openPage(query, options);
    return page.locator('active-sessions');
  }
  const names = () => page.locator('[part=list] .name > bdi').allTextContents();
  const calls = () => page.evaluate(() => source.calls);
  const refuse = (refusal: RefusalDetails) =>
    page.evaluate((details) => void (source.refusal = details), refusal);
  const unconfirmed: RefusalDetails = {
    reason: 'session_unconfirmed',
    retryAfterSeconds: 600_000,
    confirmBy: ['other_device', 'other_provider', 'time'],
  };

  it('shows this device first, then whatever is unconfirmed', async () => {
    await open();
    await page.getByText('This device').waitFor();
    deepEqual(await names(), ['iPhone 15 Pro', 'Samsung Galaxy S24', 'Pixel 9', 'Chrome on macOS']);
  });

  it('says beside the place what was unusual about a login', async () => {
    await open();
    const row = page.locator('[part~=unconfirmed]');
    await row.getByText('Moscow, Russia').waitFor();
    match(
      (await row.locator('.meta').first().textContent()) ?? '',
      /Moscow, Russia.*New country$/s,
    );
  });

  it('says how long ago a device was active, and exactly when on hover', async () => {
    await open();
    const time = page.getByText('Active 2 hours ago');
    match((await time.getAttribute('title')) ?? '', /20\d\d/);
  });

  it('closes a session only after a confirmation, and says so', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign out: Pixel 9' }).click();
    deepEqual(await calls(), []);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('status').getByText('Pixel 9 was signed out.').waitFor();
    deepEqual(await calls(), [['revoke', 'pixel', {}]]);
  });

  it('counts what "all other sessions" are', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign out from all other sessions (3)' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('status').getByText('Sessions closed: 3.').waitFor();
    await page.getByText('No other device is signed in.').waitFor();
    equal(await page.locator('[part=footer]').count(), 1);
  });

  it('has nothing below the list where there is nothing to say', async () => {
    await open('?nowhere');
    await page.getByText('Pixel 9').waitFor();
    equal(await page.locator('[part=footer]').count(), 0);
  });

  it('takes an answer to "Was that you?"', async () => {
    await open();
    await page.getByRole('button', { name: 'No, close this session' }).click();
    await page.getByRole('status').getByText('Samsung Galaxy S24 was signed out').waitFor();
    deepEqual(await calls(), [['answer', 'galaxy', false, {}]]);
  });

  it('says that a "No" was refused and the session is still open, and what to do', async () => {
    await open();
    await refuse(unconfirmed);
    await page.getByRole('button', { name: 'No, close this session' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The other session is still open.').waitFor();
    await dialog.getByText('on a device that you have used before').waitFor();
    ok((await names()).includes('Samsung Galaxy S24'));
    equal(await dialog.getByRole('button', { name: 'Sign in another way' }).count(), 0);
  });

  it('does it again with the proof that the server asked for', async () => {
    await open('?provable');
    await refuse(unconfirmed);
    await page.getByRole('button', { name: 'No, close this session' }).click();
    await page.getByRole('button', { name: 'Sign in another way' }).click();
    await page.getByRole('status').getByText('was signed out').waitFor();
    deepEqual((await calls()).at(-1), [
      ...['answer', 'galaxy', false],
      { reauthToken: 'reauth-token' },
    ]);
  });

  it('renames a device', async () => {
    await open();
    await page.getByRole('button', { name: 'Rename: Pixel 9' }).click();
    await page.keyboard.type('My phone');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Renamed to My phone.').waitFor();
    deepEqual(await calls(), [['rename', 'pixel', 'My phone']]);
  });

  it('says when a call was refused that nothing has changed', async () => {
    await open();
    await refuse({ reason: 'rate_limited', retryAfterSeconds: 60 });
    await page.getByRole('button', { name: 'Yes, it was me' }).click();
    await page.getByRole('status').getByText('nothing has changed').waitFor();
  });

  it('shows when sessions were closed, and which devices confirmed it', async () => {
    await open();
    await page.getByText('Recently ended (2)').click();
    await page.getByText(/Closed .*, the device confirmed/).waitFor();
    await page.getByText('Not confirmed by the device yet').waitFor();
  });

  it('can be used with the keyboard alone, and keeps the focus', async () => {
    await open();
    await page.getByRole('button', { name: 'Sign out: Pixel 9' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement?.shadowRoot?.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent;
      });
    equal(await focused(), 'Sign out: Pixel 9');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Pixel 9 was signed out.').waitFor();
    equal(await focused(), 'Active sessions');
  });

  it('reaches every button by Tab', async () => {
    await open();
    await page.getByText('This device').waitFor();
    const seen = new Set<string>();
    for (let at = 0; at < 14; at++) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const element = document.activeElement?.shadowRoot?.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent?.trim();
      });
      if (name) seen.add(name);
    }
    for (const name of [
      ...['Rename: iPhone 15 Pro', 'No, close this session', 'Yes, it was me'],
      ...['Sign out: Pixel 9', 'Sign out from all other sessions (3)', 'Recently ended (2)'],
    ]) {
      ok(seen.has(name), name);
    }
  });

  for (const scheme of ['light', 'dark'] as const) {
    it(`has nothing that axe finds, in ${scheme}`, async () => {
      await open('', { colorScheme: scheme });
      await page.getByText('Recently ended (2)').click();
      deepEqual(await axeViolations(page), []);
      await page.getByRole('button', { name: 'Sign out: Pixel 9' }).click();
      deepEqual(await axeViolations(page), []);
    });
  }

  for (const locale of ['en', 'de', 'ru', 'ja']) {
    it(`fits 320 pixels in ${locale}`, async () => {
      await open(`?locale=${locale}`, { viewport: { width: 320, height: 700 } });
      await page.locator('[part~=deny-button]').waitFor();
      equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
      const overflowing = await page.locator('active-sessions').evaluate((element) => {
        const { right } = element.getBoundingClientRect();
        return [...element.shadowRoot!.querySelectorAll('*')].filter(
          (child) => child.getBoundingClientRect().right > right + 1,
        ).length;
      });
      equal(overflowing, 0);
    });
  }

  it('takes a language as pages write it', async () => {
    await open('?locale=pt_BR');
    await page.getByText('Este dispositivo').waitFor();
  });

  it('turns round where its language is written from right to left', async () => {
    await open('?locale=ar');
    await page.evaluate(() => {
      const keys = Object.keys(Reflect.get(element, 'spoken') as object);
      element.texts = Object.fromEntries(keys.map((key) => [key, 'نص']));
      element.texts = { ...element.texts, signedInWith: '{provider}', endedBy: {} as never };
    });
    await page.locator('[part=panel][dir=rtl]').waitFor();
    const icon = await page.locator('.row .icon').first().boundingBox();
    const name = await page.locator('.row .name').first().boundingBox();
    ok(icon!.x > name!.x + name!.width - 1);
    const facts = page.locator('.row .meta').first().locator('> *');
    const texts = await facts.allTextContents();
    deepEqual(texts, ['iOS 17.4', '·', 'Berlin, Germany', '·', 'Apple']);
    const boxes = await Promise.all(texts.map((_, at) => facts.nth(at).boundingBox()));
    const fromTheRight = boxes.map((box) => box!.x).toSorted((one, other) => other - one);
    deepEqual(
      boxes.map((box) => box!.x),
      fromTheRight,
    );
  });

  it('says of this device, too, that it is not confirmed yet, and what helps', async () => {
    await open('?unconfirmed');
    const own = page.locator('.row.current');
    await own.getByText('New sign-in').waitFor();
    await own.getByText('Answer “Yes, it was me” on a device that you have used before.').waitFor();
    deepEqual(await axeViolations(page), []);
    await open();
    const confirmed = page.locator('.row.current');
    await confirmed.getByText('This device').waitFor();
    equal(await confirmed.getByText('Answer').count(), 0);
  });

  it('says that it is offline, and looks again when it is not', async () => {
    await open();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await page.evaluate(() => void (source.isBroken = true));
    await page.context().setOffline(false);
    await page.getByText('Your sessions could not be loaded.').waitFor();
    await page.evaluate(() => void (source.isBroken = false));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Your sessions could not be loaded.').waitFor({ state: 'hidden' });
  });

  it('says that it is loading, and that there is no other device', async () => {
    await open('?loading');
    equal(await page.getByText('Loading your sessions').count(), 1);
    await open('?alone');
    await page.getByText('No other device is signed in.').waitFor();
  });
});

// The quiet line about this device, in a real browser.
import { equal } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { EndsSoon } from '../../clients/js/src/core/keepAlive.ts';
import { useElement } from './useElement.ts';

/** What the fixture puts into the page. */
declare const tellSoon: (soon: EndsSoon | null) => void;
declare const element: HTMLElement;
declare const regions: Element[];

describe('<active-sessions>, of this device', () => {
  let page: Page;
  const openPage = useElement((opened) => (page = opened));

  const open = async (query?: string) => {
    await openPage(query);
    await page.getByText('iPhone 15 Pro').first().waitFor();
  };
  const tell = (canStay: boolean) =>
    page.evaluate((can) => tellSoon({ endsAt: Date.now() + 60_000, canStay: can }), canStay);

  it('says that its session ends soon, and takes that back', async () => {
    await open();
    await tell(true);
    await page.getByText(/^You will be signed out at \d.* if you do not go on\.$/).waitFor();
    await page.evaluate(() => tellSoon(null));
    await page.locator('[part~=note]').waitFor({ state: 'detached' });
  });

  for (const pushes of ['none', 'dead']) {
    it(`says that no push reaches it where they are ${pushes}, unless its session ends soon`, async () => {
      await open(`?pushes=${pushes}`);
      const note = page.getByText('Alerts of new sign-ins do not reach this device.');
      await note.waitFor();
      await tell(true);
      await note.waitFor({ state: 'detached' });
      await page.evaluate(() => tellSoon(null));
      await note.waitFor();
    });
  }

  it('is read out, as its region is there before it, and can be hidden by its kind', async () => {
    await open();
    const region = page.locator('[role=status]', { has: page.locator('[part~=ends-soon]') });
    equal(await region.count(), 0);
    const before = await page.evaluate(() => {
      const all = [...element.shadowRoot!.querySelectorAll('[role=status]')];
      return Object.assign(globalThis, { regions: all }).regions.length;
    });
    await tell(true);
    await region.waitFor();
    equal(before > 0 && (await region.evaluate((one) => regions.includes(one))), true);
    equal(await page.locator('[part~=unreached]').count(), 0);
    await page.evaluate(() => tellSoon(null));
  });

  it('says nothing where all is well', async () => {
    await open();
    equal(await page.locator('[part~=note]').count(), 0);
  });

  it('says that its session ends whatever is done, in the language of the list', async () => {
    await open('?locale=de');
    await page.getByText('Aktive Sitzungen').waitFor();
    await tell(false);
    await page.getByText(/^Du wirst um \d.* abgemeldet\. Melde dich dann neu an\.$/).waitFor();
    equal(await page.locator('[part~=note]').count(), 1);
  });
});

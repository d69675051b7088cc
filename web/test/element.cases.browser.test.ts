// <active-sessions> where clocks, languages, answers and browsers are not as one would wish.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { DeviceSession, RefusalDetails } from '../../clients/js/src/core/contract.ts';
import type { Refusal as RefusalClass } from '../../clients/js/src/core/refusal.ts';
import type { ActiveSessions } from '../../clients/js/src/element/index.ts';
import { axeViolations } from './axe.ts';
import { useElement } from './useElement.ts';

interface Source {
  sessions: DeviceSession[];
  calls: unknown[][];
  refusal: RefusalDetails | null;
  isLost: boolean;
  isBroken: boolean;
}
declare const source: Source;
declare const element: ActiveSessions;
declare const Refusal: typeof RefusalClass;

describe('<active-sessions>, by kinds', () => {
  let page: Page;
  const open = useElement((opened) => (page = opened));
  const panelText = () => page.locator('[part=panel]').innerText();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const status = (text: string | RegExp) => page.locator('[part=status]').getByText(text).waitFor();
  const unconfirmed: RefusalDetails = {
    reason: 'session_unconfirmed',
    retryAfterSeconds: 600_000,
    confirmBy: ['second_factor', 'other_provider', 'time'],
  };
  const refuse = (details: RefusalDetails) =>
    page.evaluate((refusal) => void (source.refusal = refusal), details);

  describe('with a clock that is wrong', () => {
    const clock = (hours: number) => `{
      const real = Date;
      const now = () => real.now() + ${hours} * 3600000;
      globalThis.serverNow = () => real.now();
      globalThis.Date = class extends real {
        constructor(...all) { all.length ? super(...all) : super(now()); }
        static now() { return now(); }
      };
    }`;

    it('shows nothing that is still to come', async () => {
      await open();
      await page.evaluate(() => {
        const now = Date.now();
        const ahead = new Date(now + 7_200_000).toISOString();
        source.sessions = source.sessions.map((one) => ({
          ...{ ...one, lastActiveAt: ahead },
          createdAt: new Date(now + 6_960_000).toISOString(),
        }));
        return element.refresh();
      });
      await page.getByText('Signed in 4 minutes ago').waitFor();
      ok(!/in \d+ \w+\b(?! ago)|tomorrow/.test(await panelText()), await panelText());
    });

    it('goes by the time that the client knows from the server', async () => {
      await open('', { before: clock(0) });
      await page.evaluate(() => {
        const { client } = element;
        const behind = () => Date.now() - 3_600_000;
        source.sessions = source.sessions.slice(0, 3).map((one) => ({
          ...one,
          lastActiveAt: new Date(behind() - 7_200_000).toISOString(),
          createdAt: new Date(behind() - 7_200_000).toISOString(),
        }));
        element.client = { ...client!, now: behind };
      });
      await page.getByText('Active 2 hours ago').first().waitFor();
    });
  });

  describe('with sessions that say odd things of themselves', () => {
    it('shows them without their times, places and pictures', async () => {
      await open('?odd');
      await page.getByText('This device').waitFor();
      equal(await page.locator('[part~=session]').count(), 4);
      ok(!/Invalid|NaN|undefined/.test(await panelText()), await panelText());
    });

    it('shows a reason that it does not know as none', async () => {
      await open();
      await page.evaluate(() => {
        source.sessions[4]!.revokedReason = 'incident' as never;
        return element.refresh();
      });
      await page.getByText('Recently ended (2)').click();
      ok(!/undefined|incident/.test(await panelText()));
    });
  });

  describe('where an answer is lost', () => {
    it('promises nothing, asks again, and shows what is true', async () => {
      await open();
      await page.evaluate(() => void (source.isLost = true));
      await button('No, close this session').click();
      await status('No answer came.');
      ok(!(await panelText()).includes('nothing has changed'));
      await page.getByText('Samsung Galaxy S24').waitFor({ state: 'hidden' });
    });

    it('promises nothing where the client itself gave up', async () => {
      await open();
      await page.evaluate(() => {
        const late = new Refusal({ reason: 'unavailable' }, { cause: 'late' });
        element.client = { ...element.client!, revoke: () => Promise.reject(late) };
      });
      await button('Sign out: Pixel 9').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
      await status('No answer came.');
    });

    it('says what the server says: a "Yes" that came after a "No" confirms nothing', async () => {
      await open();
      await page.evaluate(() => {
        const session = { ...source.sessions[3]!, confirmed: false };
        element.client = { ...element.client!, answer: () => Promise.resolve(session) };
      });
      await button('Yes, it was me').click();
      await status(/./);
      ok(!(await panelText()).includes('is confirmed'));
    });
  });

  describe('where a proof is wanted', () => {
    it('shows that the proof failed, and stays', async () => {
      await open('?unprovable');
      await refuse(unconfirmed);
      await button('No, close this session').click();
      await button('Sign in another way').click();
      await page.getByRole('dialog').getByText('That did not confirm it.').waitFor();
      equal(await button('Sign in another way').isEnabled(), true);
      deepEqual(await axeViolations(page), []);
    });

    it('shows that a proof was not accepted', async () => {
      await open('?provable');
      await refuse(unconfirmed);
      await button('No, close this session').click();
      await refuse(unconfirmed);
      await button('Sign in another way').click();
      await page.getByRole('dialog').getByText('That did not confirm it.').waitFor();
    });

    it('asks for the code of a second factor, and goes on with it', async () => {
      await open('?coded');
      await refuse(unconfirmed);
      await button('No, close this session').click();
      await button('Use your second factor').click();
      await page.getByText('Enter the code that was sent to •• 42.').waitFor();
      deepEqual(await axeViolations(page), []);
      await page.getByLabel('Code').fill('123456');
      await page.keyboard.press('Enter');
      await status('was signed out');
      const calls = await page.evaluate(() => source.calls);
      deepEqual(calls.at(-1)?.at(-1), { reauthToken: '123456' });
    });

    it('gives up the code where the person does', async () => {
      await open('?coded');
      await refuse(unconfirmed);
      await button('No, close this session').click();
      await button('Use your second factor').click();
      await page.getByLabel('Code').waitFor();
      await page.keyboard.press('Escape');
      await button('Sign in another way').waitFor();
      equal((await page.evaluate(() => source.calls)).length, 1);
    });

    it('has a button "Close", not "Cancel", where there is nothing to cancel', async () => {
      await open();
      await refuse(unconfirmed);
      await button('No, close this session').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    });
  });

  describe('in one language at a time', () => {
    for (const locale of ['ar', 'he', 'eo', 'sw-TZ']) {
      it(`is English throughout where it has no ${locale}`, async () => {
        await open(`?locale=${locale}`);
        await page.evaluate(() => (document.documentElement.dir = 'rtl'));
        await page.getByText('Active 2 hours ago').waitFor();
        const panel = page.locator('[part=panel]');
        deepEqual(
          [await panel.getAttribute('lang'), await panel.getAttribute('dir')],
          ['en', 'ltr'],
        );
        const style = (name: string) =>
          panel.evaluate((shown, key) => getComputedStyle(shown).getPropertyValue(key), name);
        equal(await style('direction'), 'ltr');
      });
    }

    it('says words and times in the language that is loaded, with its region', async () => {
      await open('?locale=de-AT');
      await page.getByText('Aktiv vor 2 Stunden').waitFor();
      equal(await page.locator('[part=panel]').getAttribute('lang'), 'de-AT');
    });

    it('does not mix two scripts of one language', async () => {
      await open('?locale=zh-TW');
      await page.locator('[part=panel][lang=zh]').waitFor();
    });

    it('is the language that was asked for last, whichever comes first', async () => {
      await open();
      await page.evaluate(() => {
        for (const locale of ['fr', 'ja', 'de']) element.locale = locale;
      });
      await page.getByText('Dieses Gerät').waitFor();
      equal(await page.locator('[part=panel]').getAttribute('lang'), 'de');
    });

    it("is an app's own where it brings every word", async () => {
      await open('?locale=ar');
      await page.evaluate(() => {
        const keys = Object.keys(Reflect.get(element, 'spoken') as object);
        element.texts = Object.fromEntries(keys.map((key) => [key, 'نص {when}']));
      });
      await page.locator('[part=panel][lang=ar][dir=rtl]').waitFor();
      match((await page.locator('time').nth(3).textContent()) ?? '', /ساعتين/);
    });

    it('keeps its words where one of them is undefined', async () => {
      await open();
      await page.evaluate(() => (element.texts = { title: undefined as never, close: 'Out' }));
      await button('Out: Pixel 9').waitFor();
      await page.getByRole('heading', { name: 'Active sessions' }).waitFor();
    });
  });

  describe('on a device that is not confirmed', () => {
    it('is not asked about others', async () => {
      await open('?unconfirmed');
      await page.getByText('Samsung Galaxy S24').waitFor();
      equal(await page.getByText('Was that you?').count(), 0);
      equal(await button('No, close this session').count(), 0);
      equal(await button('Yes, it was me').count(), 0);
      deepEqual(await axeViolations(page), []);
    });

    it('is sent to another device only where there is one', async () => {
      await open('?unconfirmed&alone');
      await page.getByText(/^Until .+ this device may not answer/).waitFor();
      equal(await page.getByText('on a device that you have used before').count(), 0);
    });

    it('can confirm that it is its owner’s, where it can prove it', async () => {
      await open('?unconfirmed&alone&provable');
      await refuse({ ...unconfirmed, confirmBy: ['other_provider', 'time'] });
      await button('Confirm that it is you').click();
      await button('Sign in another way').click();
      await status('Sessions closed: 0.');
      const calls = await page.evaluate(() => source.calls);
      deepEqual(calls.at(-1), ['revokeOthers', { reauthToken: 'reauth-token' }]);
    });

    it('says until when as the server has said it', async () => {
      await open('?unconfirmed&alone&provable');
      await refuse({ ...unconfirmed, retryAfterSeconds: 40 * 86_400 });
      await button('Confirm that it is you').click();
      await button('Cancel').click();
      const text = await page.getByText(/^Until .+ this device may not/).textContent();
      const then = new Date(Date.now() + 40 * 86_400_000);
      ok(text?.includes(String(then.getFullYear())), text ?? '');
      ok(text?.includes(then.toLocaleString('en', { month: 'short' })), text ?? '');
    });
  });

  describe('in a browser of the floor', () => {
    it('needs nothing that is younger than ES2022', async () => {
      await open('', {
        before: `
          for (const name of ['toSorted', 'toReversed', 'toSpliced', 'with', 'findLast']) {
            delete Array.prototype[name];
          }
          delete Promise.withResolvers;
          delete Promise.try;
          delete Object.groupBy;
          delete Map.groupBy;
          delete URL.canParse;
          delete URL.parse;
          delete AbortSignal.any;
          delete Set.prototype.union;
          delete globalThis.Iterator;
        `,
      });
      await page.getByText('This device').waitFor();
      await button('Sign out: Pixel 9').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
      await status('Pixel 9 was signed out.');
    });
  });

  describe('after a "No"', () => {
    it('leads to the password, and does not look like a success', async () => {
      await open('?password');
      await button('No, close this session').click();
      await status('Change your password now');
      equal(await page.locator('[part=status]').getAttribute('class'), 'status denied');
      const link = page.getByRole('link', { name: 'Change password' });
      equal(await link.getAttribute('href'), '/change-password');
      deepEqual(await axeViolations(page), []);
    });

    it('tells the page, which may have a way of its own', async () => {
      await open('?password');
      await page.evaluate(() =>
        element.addEventListener('change-password', (event) => event.preventDefault()),
      );
      await button('No, close this session').click();
      await page.getByRole('link', { name: 'Change password' }).click();
      ok(!page.url().includes('change-password'));
    });
  });

  describe('for hands and eyes', () => {
    it('has "Sign out from all other sessions" at the top of a long list, too', async () => {
      await open('?many');
      const all = page.locator('[part~=close-all-button]');
      equal(await all.count(), 2);
      const box = await all.first().boundingBox();
      ok(box!.y < 250, `${box!.y}`);
    });

    it('has targets of 44 pixels', async () => {
      await open('?many', { viewport: { width: 390, height: 800 } });
      await page.getByText('This device').waitFor();
      for (const shown of await page.getByRole('button').all()) {
        const box = await shown.boundingBox();
        ok(box!.height >= 44, `${await shown.textContent()}: ${box!.height}`);
      }
    });

    it('keeps a pencil beside a long name', async () => {
      await open('?many', { viewport: { width: 320, height: 800 } });
      const row = page.locator('[part~=session]').last();
      const name = await row.locator('bdi').first().boundingBox();
      const pencil = await row.locator('[part=rename-button]').boundingBox();
      ok(pencil!.x >= name!.x + name!.width - 1);
      equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    });

    it('keeps the focus after "Try again"', async () => {
      await open('?broken');
      await button('Try again').focus();
      await page.evaluate(() => void (source.isBroken = false));
      await page.keyboard.press('Enter');
      await page.getByText('This device').waitFor();
      await page.waitForFunction(() => element.shadowRoot?.activeElement?.id === 'title');
    });

    it('can be read in forced colours, and at 400 %', async () => {
      await open('', { forcedColors: 'active', viewport: { width: 320, height: 256 } });
      await page.getByText('This device').waitFor();
      deepEqual(await axeViolations(page), []);
      equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    });
  });

  for (const policy of [
    "default-src 'none'; script-src 'self'; style-src 'self'",
    "default-src 'none'; script-src 'nonce-r4nd0m' 'strict-dynamic'; style-src 'self'",
    "default-src 'none'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types lit-html",
  ]) {
    it(`violates nothing of ${policy}`, async () => {
      const before = `document.addEventListener('securitypolicyviolation', (event) =>
        (globalThis.violations ??= []).push(event.violatedDirective + ' ' + event.blockedURI));`;
      const violations = () => page.evaluate(() => Reflect.get(globalThis, 'violations') ?? []);
      await open('?loading', { policy, before });
      await page.getByText('Loading your sessions').waitFor({ state: 'attached' });
      deepEqual(await violations(), []);
      await open('', { policy, before });
      await button('No, close this session').click();
      await status('was signed out');
      await button('Sign out: Pixel 9').click();
      await page.getByRole('dialog').waitFor();
      deepEqual(await violations(), []);
    });
  }
});

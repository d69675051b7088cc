// What the browser tests do in the lab, in the words of a person.
import type { Locator, Page } from 'playwright-core';

/** Without a limit: what hangs is found by what it does. */
export const patience = 0;

export interface Phone {
  element: Locator;
  signIn(name: 'Alice' | 'Bob'): Promise<void>;
  /** Waits for the list of sessions with this device in it. */
  seesItself(): Promise<void>;
  notification: Locator;
  says(text: string | RegExp): Promise<void>;
  button(name: string): Locator;
  /** Ends another device's session from the list, and agrees to it. */
  signsOut(other: string): Promise<void>;
  toggle(name: string): Promise<void>;
  logs(text: string | RegExp): Promise<void>;
}

export function phoneIn(page: Page, name: string): Phone {
  const element = page.getByRole('article', { name });
  return {
    element,
    async signIn(person) {
      await element.getByRole('button', { name: person, exact: true }).click();
      await this.seesItself();
    },
    async seesItself() {
      await element.locator('.badge', { hasText: 'This device' }).waitFor({ timeout: patience });
    },
    notification: element.locator('.notification'),
    async says(text) {
      await element.getByText(text).first().waitFor({ timeout: patience });
    },
    button: (label) => element.getByRole('button', { name: label, exact: true }),
    async signsOut(other) {
      await this.button(`Sign out: ${other}`).click();
      await element.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    },
    async toggle(label) {
      await element.getByRole('switch', { name: label }).click();
    },
    async logs(text) {
      await element.locator('.log').getByText(text).first().waitFor({ timeout: patience });
    },
  };
}

/** Opens the lab with devices that nobody has used. */
export async function openLab(page: Page): Promise<void> {
  const url = process.env['DEVICE_SESSIONS_PAGE'];
  if (!url) throw new Error('No page is named: use npm run emulators:exec.');
  await page.goto(url);
  await page.getByRole('article').first().waitFor();
}

/** Erases the lab's people, as the button does. */
export async function startOver(page: Page): Promise<void> {
  const loaded = page.waitForEvent('load', { timeout: patience });
  await page.getByRole('button', { name: 'Start over', exact: true }).click();
  await loaded;
  await page.getByRole('article').first().waitFor();
}

/** Waits until so many steps of the story at hand are done. */
export async function stepsDone(page: Page, count: number): Promise<void> {
  await page.locator(`.stories li.done >> nth=${count - 1}`).waitFor({ timeout: patience });
}

/** Ends whatever sessions earlier tests have left: everybody is first again. */
export async function clearStack(): Promise<void> {
  const { FIRESTORE_EMULATOR_HOST: host, GCLOUD_PROJECT: project } = process.env;
  const url = `http://${host}/emulator/v1/projects/${project}/databases/(default)/documents`;
  const answer = await fetch(url, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`The emulator was not cleared: ${answer.status}`);
}

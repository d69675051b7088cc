// The pictures of the documents: the element by itself, and the lab at the moment of the alert.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from './test/browser.ts';
import { clearStack, openLab, patience, phoneIn } from './test/actors.ts';
import { launchChromium } from './test/browser.ts';
import { servePage } from './test/servedPage.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'images');
mkdirSync(folder, { recursive: true });

const browser = await launchChromium();
try {
  await takeElement(browser);
  await takeLab(browser);
} finally {
  await browser.close();
}

async function takeElement(on: Browser): Promise<void> {
  const served = await servePage('elementPage.ts');
  const take = async (name: string, options: BrowserContextOptions) => {
    const page = await newPage(on, options);
    await page.goto(served.url);
    await page.addStyleTag({ content: 'h1 { display: none } main { padding: 1.5rem }' });
    await page.getByText('This device').waitFor();
    await page.locator('main').screenshot({ path: join(folder, `${name}.png`) });
    await page.context().close();
  };
  try {
    const desktop = { width: 780, height: 700 };
    await take('active-sessions-light', { viewport: desktop, colorScheme: 'light' });
    await take('active-sessions-dark', { viewport: desktop, colorScheme: 'dark' });
    await take('active-sessions-phone', { viewport: { width: 390, height: 700 } });
  } finally {
    served.close();
  }
}

async function takeLab(on: Browser): Promise<void> {
  await clearStack();
  const page = await newPage(on, { viewport: { width: 1380, height: 1080 } });
  page.setDefaultTimeout(patience);
  await openLab(page);
  await page.getByRole('button', { name: 'Add a device' }).click();
  const [iPhone, galaxy, chrome] = [
    phoneIn(page, 'iPhone 15 Pro'),
    phoneIn(page, 'Samsung Galaxy S24'),
    phoneIn(page, 'Chrome on Windows'),
  ];
  await iPhone.signIn('Alice');
  await chrome.signIn('Alice');
  await iPhone.notification.getByRole('button', { name: 'Yes, it was me' }).click();
  await iPhone.notification.waitFor({ state: 'hidden' });
  await galaxy.signIn('Alice');
  await iPhone.notification.getByText('from Moscow').waitFor();
  await chrome.says('Was that you?');
  await galaxy.says('Moscow, Russia');
  // The lists follow a moment after the pushes.
  await page.waitForTimeout(4000);
  await page.screenshot({ path: join(folder, 'device-lab.png'), fullPage: true });
  await page.context().close();
}

async function newPage(on: Browser, options: BrowserContextOptions): Promise<Page> {
  return await (await on.newContext({ deviceScaleFactor: 1.5, ...options })).newPage();
}

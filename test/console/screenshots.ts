import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, chromiumPath, openBrowser, openPage, signIn, type Look } from './support/pages.ts';
import { root, startReal, startScripted } from './support/servers.ts';

/** Pictures of the console for the documents: npm run screenshots. */
const folder = join(root, 'docs', 'images');
const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'light', width: 1280, height: 900, scheme: 'light' },
  { name: 'dark', width: 1280, height: 900, scheme: 'dark' },
  { name: '390', width: 390, height: 844, scheme: 'light' },
];

/** Kept small: what the documents show, and one narrow picture of the rest. */
const wanted = /^(sign-in|chat-.*|inbox-.*|card-.*|chart-390|proposal-(light|390)|approve-(dark|390))$/;

async function shoot(page: Page, name: string): Promise<void> {
  if (!wanted.test(name)) return;
  await page.screenshot({ path: join(folder, `console-${name}.png`) });
}

async function chat(browser: Browser): Promise<void> {
  const server = await startScripted();
  for (const look of looks) {
    const { page } = await openPage(browser, server.url, look);
    if (look.name === 'light') await shoot(page, 'sign-in');
    await signIn(page, server.key);
    await page.getByRole('link', { name: 'New conversation' }).click();
    await page.getByRole('textbox').fill('Which orders are late?');
    await page.keyboard.press('Enter');
    await page.getByText('The answer is complete.').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: '$184,020.00, show the source' }).click();
    await page.evaluate(`document.querySelector('.exchanges').scrollTop = 0`);
    await shoot(page, `chat-${look.name}`);
    await page.evaluate(`document.querySelector('.exchanges').scrollTop = 1e6`);
    await shoot(page, `chart-${look.name}`);
    await page.getByRole('textbox').fill('Move SO-78911 to 24 May');
    await page.keyboard.press('Enter');
    await page.getByText('A change of this conversation').waitFor();
    await shoot(page, `proposal-${look.name}`);
    await page.context().close();
  }
  await server.close();
}

async function approvals(browser: Browser): Promise<void> {
  const server = await startReal();
  for (const look of looks) {
    const { page } = await openPage(browser, `${server.url}/#/approvals`, look);
    await signIn(page, 'csk_sandbox_carl');
    await page.locator('.list a').first().waitFor();
    await shoot(page, `inbox-${look.name}`);
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    await shoot(page, `card-${look.name}`);
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await shoot(page, `approve-${look.name}`);
    await page.context().close();
  }
  await server.close();
}

if (!hasChromium) {
  process.stderr.write(`there is no Chromium at ${chromiumPath}\n`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  await chat(browser);
  await approvals(browser);
  await browser.close();
}

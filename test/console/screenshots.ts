import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, chromiumPath, openBrowser, openPage, signIn, type Look } from './support/pages.ts';
import { root, startReal, type Real } from './support/servers.ts';

/** Pictures of the console for the documents: npm run screenshots. */
const folder = join(root, 'docs', 'images');
const looks: readonly (Look & { readonly name: string })[] = [
  { name: 'light', width: 1280, height: 900, scheme: 'light' },
  { name: 'dark', width: 1280, height: 900, scheme: 'dark' },
  { name: '390', width: 390, height: 844, scheme: 'light' },
];

/** Kept few and small: what the documents show, and one narrow picture of the rest. */
const wanted = /^(chat-(light|dark|390)|proposal-(light|390)|card-(light|dark|390))$/;

async function shoot(page: Page, name: string): Promise<void> {
  if (!wanted.test(name)) return;
  await page.screenshot({ path: join(folder, `console-${name}.png`) });
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox').fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await page.getByText('The answer is complete.').waitFor({ state: 'attached' });
}
const scrollTo = (page: Page, selector: string): Promise<void> =>
  page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].at(-1).scrollIntoView({ block: 'start' })`);

async function chat(browser: Browser, server: Real, order: string, look: (typeof looks)[number]): Promise<void> {
  const { page } = await openPage(browser, `${server.url}/#/chat`, look);
  // Tall enough for the chart below the table.
  if (look.width > 390) await page.setViewportSize({ width: look.width, height: 1220 });
  await signIn(page, 'csk_sandbox_olivia');
  await ask(page, 'What are the ten largest open orders?');
  await page
    .locator('.reply')
    .getByRole('button', { name: /^SO-\d+, show the source/ })
    .first()
    .click();
  await scrollTo(page, '.exchange');
  await shoot(page, `chat-${look.name}`);
  await ask(page, `Put order ${order} on delivery block`);
  await page.getByText('A change of this conversation').waitFor();
  await scrollTo(page, '.exchange');
  await page.mouse.move(0, 0);
  await shoot(page, `proposal-${look.name}`);
  await page.context().close();
}

async function approvals(browser: Browser, server: Real, order: string, look: (typeof looks)[number]): Promise<void> {
  const { page } = await openPage(browser, `${server.url}/#/approvals`, look);
  await signIn(page, 'csk_sandbox_carl');
  await page.locator('.list a', { hasText: order }).first().click();
  await page.locator('.write').first().waitFor();
  await shoot(page, `card-${look.name}`);
  await page.context().close();
}

if (!hasChromium) {
  process.stderr.write(`there is no Chromium at ${chromiumPath}\n`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  const browser = await openBrowser();
  const server = await startReal();
  // An order each: one that waits already would be asked for twice.
  const orders = ['SO-78912', 'SO-78953', 'SO-78923'];
  for (const [at, look] of looks.entries()) {
    await chat(browser, server, orders[at] ?? '', look);
    await approvals(browser, server, 'SO-78911', look);
  }
  await server.close();
  await browser.close();
}

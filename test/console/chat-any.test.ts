import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './support/accessible.ts';
import { hasChromium, looks, openBrowser, openPage, signIn, why, type Opened } from './support/pages.ts';
import { startReal, startScripted } from './support/servers.ts';

/**
 * What holds whoever answers. COUNTERSIGN_CONSOLE=real runs it against `countersign up` and its own assistant instead of the
 * script; COUNTERSIGN_CONSOLE_ASK is what is asked.
 */
const isReal = process.env['COUNTERSIGN_CONSOLE'] === 'real';
const question = process.env['COUNTERSIGN_CONSOLE_ASK'] ?? 'Which orders are late?';
type Target = { readonly url: string; readonly key: string; close(): Promise<void> };

let target: Target;
let browser: Browser;
let opened: Opened[] = [];
beforeAll(async () => {
  if (!hasChromium) return;
  browser = await openBrowser();
  target = isReal ? { ...(await startReal()), key: 'csk_sandbox_olivia' } : await startScripted();
}, 90_000);
afterEach(async () => {
  const complaints = opened.flatMap((each) => each.complaints);
  await Promise.all(opened.map(({ page }) => page.context().close()));
  opened = [];
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await target?.close();
});

async function open(look: Parameters<typeof openPage>[2] = { width: 1280, scheme: 'light' }): Promise<Page> {
  const made = await openPage(browser, `${target.url}/#/chat`, look);
  opened.push(made);
  await signIn(made.page, target.key);
  await made.page.getByText('What would you like to know?').waitFor();
  return made.page;
}
async function ask(page: Page): Promise<void> {
  await page.getByRole('textbox').fill(question);
  await page.keyboard.press('Enter');
  await page.getByText('The answer is complete.').waitFor({ state: 'attached', timeout: 15_000 });
}

describe.skipIf(!hasChromium)(`the chat, whoever answers (${isReal ? 'the real assistant' : 'a script'})${why}`, () => {
  it('an answer is there after a reload, once, with everything it had', async () => {
    const page = await open();
    await ask(page);
    await page.waitForTimeout(200);
    const before = await page.locator('.reply').allInnerTexts();
    expect(before.join('')).not.toBe('');
    expect(await page.locator('.draft').count()).toBe(0);
    await page.reload();
    await page.locator('.reply').first().waitFor();
    // Charts are drawn for the width there is, a moment after they appear.
    await expect.poll(() => page.locator('.reply').allInnerTexts()).toEqual(before);
    expect(await page.locator('.question').allInnerTexts()).toEqual([expect.stringContaining(question)]);
  });

  it('a second question goes on in the same conversation, and the conversation can be deleted', async () => {
    const page = await open();
    await ask(page);
    await page.getByRole('textbox').fill('And why?');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('.exchange').count()).toBe(2);
    await expect.poll(() => page.locator('.exchange').nth(1).locator('.reply').count(), { timeout: 15_000 }).toBeGreaterThan(0);
    const others = await page.locator('.threads li').count();
    await page.locator('.threads li.is-current button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => page.locator('.threads li').count()).toBe(others - 1);
  });

  it.each(looks)('an answer is accessible and fits at $width px, $scheme', async (look) => {
    const page = await open(look);
    await ask(page);
    await expectAccessible(page, 'answer');
  });
});

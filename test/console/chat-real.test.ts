import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectTargets } from './support/accessible.ts';
import { hasChromium, looks, openBrowser, openPage, signIn, why, type Opened } from './support/pages.ts';
import { startReal, type Real } from './support/servers.ts';

const olivia = 'csk_sandbox_olivia';
const carl = 'csk_sandbox_carl';
const largest = 'What are the ten largest open orders?';
const hold = (order: string): string => `Put order ${order} on delivery block`;
let server: Real;
let browser: Browser;
let opened: Opened[] = [];
beforeAll(async () => {
  if (!hasChromium) return;
  [server, browser] = await Promise.all([startReal(), openBrowser()]);
}, 90_000);
afterEach(async () => {
  const complaints = opened.flatMap((each) => each.complaints);
  await Promise.all(opened.map(({ page }) => page.context().close()));
  opened = [];
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(key: string, place: string, look: Parameters<typeof openPage>[2] = { width: 1280, scheme: 'light' }): Promise<Page> {
  const made = await openPage(browser, `${server.url}/#/${place}`, look);
  opened.push(made);
  await signIn(made.page, key);
  return made.page;
}
async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox').fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Stop' }).waitFor({ state: 'attached' });
  await page.getByText('The answer is complete.').waitFor({ state: 'attached', timeout: 20_000 });
}
const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.textContent ?? ""');
const exchanges = (page: Page) => page.locator('.exchange');
const cards = (page: Page) => page.locator('.proposal');
const pill = (page: Page, at: number) => cards(page).nth(at).locator('.pill');

/** Writes down every text the page shows of an answer while it is written, and what came over the wire. */
const watchDrafts = (page: Page): Promise<void> =>
  page.evaluate(`{
    window.drafts = [];
    window.wire = '';
    const original = window.fetch;
    window.fetch = async (...given) => {
      const response = await original.apply(window, given);
      if (String(given[0]).endsWith('/runs/stream')) void response.clone().text().then((text) => (window.wire = text));
      return response;
    };
    new MutationObserver(() => {
      const text = [...document.querySelectorAll('.reply')].map((each) => each.innerText).join('\\n');
      if (text !== window.drafts.at(-1)) window.drafts.push(text);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  }`);

describe.skipIf(!hasChromium)(`the chat in Chromium, on the real server and its own assistant${why}`, () => {
  it('a question is answered as it is written: text, look-ups, a table, a chart, the record behind a figure', async () => {
    const page = await open(olivia, 'chat');
    await watchDrafts(page);
    await ask(page, largest);
    // The narrator is quick: many pieces on the wire, few drawings on the screen, and none that shows a table as text.
    await expect.poll(() => page.evaluate<number>('window.wire.split("event: messages").length')).toBeGreaterThan(10);
    const drafts = await page.evaluate<string[]>('window.drafts');
    expect(drafts.length).toBeGreaterThan(0);
    expect(drafts.filter((text) => text.includes(' | '))).toEqual([]);
    const reply = page.locator('.reply');
    expect(await reply.count()).toBe(1);
    expect(await reply.locator('.block').evaluateAll((blocks) => blocks.map((block) => block.className))).toEqual([
      expect.stringContaining('table'),
      expect.stringContaining('chart'),
    ]);
    expect(await reply.innerText()).toMatch(/^These are the 10 largest open orders/);
    expect(await reply.locator('.block').first().locator('tbody tr').count()).toBe(10);
    await page.locator('.tools summary').click();
    expect(await page.locator('.tools').innerText()).toMatch(/look-ups[\s\S]*erp\.list-orders[\s\S]*orders[\s\S]*done[\s\S]*\d+ ms/);
    await reply
      .getByRole('button', { name: /^SO-\d+, show the source/ })
      .first()
      .click();
    expect(await reply.innerText()).toMatch(/Sales order SO-\d+/);
  });

  it('a change waits, the controller approves it with the keyboard alone, and the asker is told in the conversation', async () => {
    const page = await open(olivia, 'chat');
    await ask(page, hold('SO-78912'));
    expect(await exchanges(page).count()).toBe(1);
    expect(await pill(page, 0).innerText()).toBe('Waiting');
    expect(await cards(page).innerText()).toMatch(/Put order SO-78912 on delivery block[\s\S]*controller[\s\S]*Delivery block[\s\S]*01/);
    await page.getByText('A change of this conversation waits for approval.').waitFor();
    await expectAccessible(page, 'proposal');
    await expectTargets(page, 'proposal');

    const made = await openPage(browser, `${server.url}/#/chat`, { width: 1280, scheme: 'light' });
    opened.push(made);
    await approveByKeys(made.page, 'SO-78912');

    await expect.poll(() => cards(page).count(), { timeout: 25_000 }).toBe(2);
    expect(await pill(page, 1).innerText()).toBe('Applied');
    expect(await pill(page, 0).innerText()).toBe('Applied');
    expect(await page.locator('.reply').last().innerText()).toMatch(/delivery block/i);
    await expect.poll(() => page.getByText('A change of this conversation waits').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
    await expectAccessible(page, 'applied');
    // The conversation goes on from here.
    await ask(page, 'Is SO-78912 on delivery block?');
    expect(await exchanges(page).count()).toBe(2);
  }, 60_000);

  it('whoever asked withdraws from the card, with a reason', async () => {
    const page = await open(olivia, 'chat');
    await ask(page, hold('SO-78953'));
    await cards(page).getByRole('button', { name: 'Withdraw' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    expect(await dialog.getByRole('status').innerText()).toBe('Write a reason first.');
    await expectAccessible(page, 'withdraw');
    await dialog.getByLabel('Reason').fill('The customer called');
    await dialog.getByRole('button', { name: 'Withdraw' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => pill(page, 0).innerText()).toBe('Withdrawn');
    await expect.poll(() => page.locator('.reply').last().innerText(), { timeout: 25_000 }).toMatch(/withdrawn/i);
    await page.goto(`${server.url}/#/approvals?status=withdrawn`);
    await page.locator('.list a').first().click();
    await page.locator('.card').getByText('The customer called').waitFor();
  });

  it.each(looks)('real answers are accessible and fit at $width px, $scheme', async (look) => {
    const page = await open(olivia, 'chat', look);
    await ask(page, largest);
    await page.locator('.tools summary').click();
    await expectAccessible(page, 'answer');
    await expectTargets(page, 'answer');
    await ask(page, hold(look.scheme === 'dark' ? 'SO-78923' : 'SO-78925'));
    await cards(page).first().waitFor();
    await expectAccessible(page, 'proposal');
    await expectTargets(page, 'proposal');
  });
});

async function tabTo(page: Page, tag: string, text = ''): Promise<void> {
  const isThere = (): Promise<boolean> =>
    page.evaluate<boolean>(
      `document.activeElement.tagName === '${tag}' && document.activeElement.textContent.includes(${JSON.stringify(text)})`,
    );
  for (let turn = 0; turn < 30 && !(await isThere()); turn += 1) await page.keyboard.press('Tab');
  expect(await isThere(), `Tab reaches ${tag} ${text}`).toBe(true);
}

/** No pointer: from the key to the vote, and a look at the difference on the way. */
async function approveByKeys(page: Page, order: string): Promise<void> {
  await page.getByLabel('API key').waitFor();
  await tabTo(page, 'INPUT');
  await page.keyboard.type(carl);
  await page.keyboard.press('Enter');
  await page.getByText('What would you like to know?').waitFor();
  await tabTo(page, 'A', 'Approvals');
  await page.keyboard.press('Enter');
  await page.locator('.list a').first().waitFor();
  for (let turn = 0; turn < 10; turn += 1) {
    await page.keyboard.press('j');
    if ((await focused(page)).includes(`${order} on delivery block`)) break;
  }
  expect(await focused(page)).toContain(`${order} on delivery block`);
  await page.keyboard.press('Enter');
  await page.locator('.write').first().waitFor();
  expect(await page.locator('.write').innerText()).toMatch(/Delivery ?block[\s\S]*01/i);
  await expectAccessible(page, 'card');
  await page.keyboard.press('a');
  await page.getByRole('dialog').waitFor();
  expect(await focused(page)).toBe('Approve');
  await page.keyboard.press('Enter');
  await page.getByText('Approved. The writes are on their way.').waitFor();
}

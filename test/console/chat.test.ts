import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible, expectTargets } from './support/accessible.ts';
import { hasChromium, looks, openBrowser, openPage, signIn, why, type Opened } from './support/pages.ts';
import { hostile, longAnswer } from './support/script.ts';
import { startScripted, type Scripted } from './support/servers.ts';

let server: Scripted;
let browser: Browser;
let opened: Opened[] = [];
beforeAll(async () => {
  if (!hasChromium) return;
  [server, browser] = await Promise.all([startScripted(), openBrowser()]);
}, 60_000);
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

async function open(look: Parameters<typeof openPage>[2] = { width: 1280, scheme: 'light' }): Promise<Page> {
  const made = await openPage(browser, server.url, look);
  opened.push(made);
  await signIn(made.page, server.key);
  await made.page.getByRole('link', { name: 'New conversation' }).click();
  return made.page;
}
async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
}
const done = (page: Page): Promise<void> => page.getByText('The answer is complete.').waitFor({ state: 'attached' });
const answers = (page: Page) => page.locator('.reply');

describe.skipIf(!hasChromium)(`the chat in Chromium, with a scripted assistant${why}`, () => {
  it('answers with text, a table, charts and what was looked up, and remembers the conversation', async () => {
    const page = await open();
    await ask(page, 'Which orders are late?');
    await done(page);
    expect(await page.locator('.text').count()).toBe(1);
    await page.getByText('2 look-ups').click();
    const calls = page.locator('.tools li');
    expect(await calls.first().innerText()).toMatch(/erp\.list-orders[\s\S]*orders[\s\S]*done[\s\S]*15 ms[\s\S]*"status": "late"/);
    await page.getByRole('button', { name: '$395,775.14, show the source' }).click();
    expect(await page.locator('.source').innerText()).toMatch(/Open orders of 17 May 2024[\s\S]*erp › Query › open-orders/);
    await page.locator('.threads').getByText('Late orders').waitFor();
    expect(server.chat.bodies.at(-1)).toEqual({
      assistant_id: 'assistant',
      input: { messages: [{ type: 'human', content: 'Which orders are late?' }] },
      stream_mode: ['messages-tuple', 'custom', 'values'],
      stream_resumable: true,
    });
  });

  it('sorts a table by value, says so, and copies it as CSV', async () => {
    const page = await open();
    await ask(page, 'Which orders are late?');
    await done(page);
    const column = (n: number) => page.locator('.block.table tbody tr').locator(`td:nth-child(${n})`).allInnerTexts();
    await page.getByRole('button', { name: 'Net value' }).click();
    expect(await column(3)).toEqual(['$184,020.00', '$118,400.20', '$61,750.00', '$22,294.44', '$9,310.50']);
    await page.getByRole('button', { name: 'Net value' }).click();
    expect(await page.getByRole('columnheader', { name: 'Net value' }).getAttribute('aria-sort')).toBe('ascending');
    expect((await column(3))[0]).toBe('$9,310.50');
    expect(await page.evaluate("getComputedStyle(document.querySelector('td.figure')).textAlign")).toBe('right');
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    await page.getByText('Copied.').waitFor();
    const csv = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(csv.split('\r\n').slice(0, 2)).toEqual([
      'Order,Customer,Net value,Late,New date,Status',
      'SO-78917,Bluewater Foods,9310.50,3,2024-05-13,Delayed',
    ]);
  });

  it('a chart is an image with a name, and the same figures in a table for whoever does not see it', async () => {
    const page = await open();
    await ask(page, 'Which orders are late?');
    await done(page);
    expect(await page.getByRole('img', { name: 'Net value of late orders' }).count()).toBe(1);
    expect(await page.locator('.chart').first().getByRole('row').allInnerTexts()).toContainEqual(
      expect.stringMatching(/Halden Marine\s+\$184,020\.00/),
    );
  });

  it('a suggestion is one click to ask', async () => {
    const page = await open();
    await ask(page, 'Which orders are late?');
    await done(page);
    await page.getByRole('button', { name: 'Why is SO-78914 blocked?' }).click();
    await page.getByText('You said: Why is SO-78914 blocked?').waitFor();
    expect(await page.locator('.exchange').count()).toBe(2);
  });

  it('is stopped with a button, and keeps what was written', async () => {
    const page = await open();
    await ask(page, 'Tell me at length');
    await page.getByText('Sentence number 5').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What was written so far may be incomplete.').waitFor();
    await expect.poll(() => server.chat.cancels.length).toBe(1);
    expect(await answers(page).innerText()).toContain('Sentence number 5');
    await ask(page, 'hello');
    await page.getByText('You said: hello').waitFor();
  });

  it('stopped before the server said which run it is, that run is cancelled all the same', async () => {
    const page = await open();
    const before = server.chat.cancels.length;
    await ask(page, 'Start slowly');
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What was written so far may be incomplete.').waitFor();
    await expect.poll(() => server.chat.cancels.length).toBe(before + 1);
    expect(await answers(page).count()).toBe(0);
  });

  it('reloaded in the middle it joins the run again, and shows nothing twice', async () => {
    const page = await open();
    await ask(page, 'Tell me at length');
    await page.getByText('Sentence number 15').waitFor();
    await page.reload();
    await page.getByText('Sentence number 15').waitFor();
    expect(server.chat.joins.at(-1)).toBe('-1');
    server.chat.release();
    await done(page);
    expect(await answers(page).allInnerTexts()).toEqual([longAnswer]);
    expect(await page.locator('.question').count()).toBe(1);
    await page.reload();
    await answers(page).waitFor();
    expect(await answers(page).allInnerTexts()).toEqual([longAnswer]);
  });

  it('a connection that breaks is taken up at the last whole event', async () => {
    const page = await open();
    const before = server.chat.joins.length;
    await ask(page, 'Break twice');
    await done(page);
    expect(await answers(page).allInnerTexts()).toEqual(['One. Two. Three.']);
    await ask(page, 'Break the line');
    await page.getByText('After the break: ä €.').waitFor();
    expect(await answers(page).last().innerText()).toBe('Before the break. After the break: ä €.');
    expect(server.chat.joins.slice(before).every((id) => Number(id) > 0)).toBe(true);
    expect(server.chat.joins.length - before).toBe(3);
    // The browser itself reports the connection that was cut.
    const made = opened.at(-1);
    made?.complaints.splice(
      0,
      made.complaints.length,
      ...made.complaints.filter((each) => !each.includes('ERR_INCOMPLETE_CHUNKED_ENCODING')),
    );
  });

  it('shows hostile text as text, wherever it stands', async () => {
    const page = await open();
    await ask(page, 'Attack');
    await done(page);
    expect(await page.locator('.text p').innerText()).toBe(hostile.text);
    expect(await page.locator('.block.table h3').innerText()).toBe(hostile.cell);
    expect(await page.locator('main img, main script, main iframe, main a[href^=javascript], main b, main i').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    await page.locator('.text .cite').first().click();
    expect(await page.locator('.source').innerText()).toContain('<i>label</i>');
    await page.getByRole('button', { name: 'Copy as CSV' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(`"'=HYPERLINK(`);
    await expectAccessible(page, 'attack');
  });

  it('says that a text was taken back', async () => {
    const page = await open();
    await ask(page, 'Take it back');
    await page.getByText('The order is worth $22,294.44.').waitFor();
    expect(await page.getByText('one million').count()).toBe(0);
    expect(await page.getByText('This text replaced an earlier one that did not hold.').count()).toBe(1);
    server.chat.release();
    await done(page);
    expect(await page.getByText('This text replaced an earlier one that did not hold.').count()).toBe(1);
  });

  it('a proposal shows what would change, whom it waits for, the way to the inbox, and lets its asker withdraw it', async () => {
    const page = await open();
    await ask(page, 'Move SO-78911 to 24 May');
    await page.getByText('A change of this conversation waits for approval.').waitFor();
    const card = page.locator('.proposal');
    expect(await card.innerText()).toMatch(
      /Move SO-78911 to 24 May[\s\S]*Waiting[\s\S]*Waits for a controller[\s\S]*2024-05-19[\s\S]*2024-05-24/,
    );
    expect(await card.getByRole('link', { name: 'Review' }).getAttribute('href')).toBe('#/approvals/apr_1');
    await card.getByRole('button', { name: 'Withdraw' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
    expect(await page.getByRole('dialog').getByRole('status').innerText()).toBe('Write a reason first.');
    await page.keyboard.press('Escape');
    await ask(page, 'and now?');
    await page.getByText('You said: and now?').waitFor();
  });

  it('on its card a field that moved is marked and one that stays is folded', async () => {
    const page = await open();
    await page.goto(`${server.url}/#/approvals/apr_1`);
    await page.locator('.write').waitFor();
    expect(await page.locator('.is-moved').innerText()).toMatch(
      /NextStep[\s\S]*visit[\s\S]*invoice[\s\S]*moved: was call when this was proposed/,
    );
    expect(await page.locator('.write > .changes > div').count()).toBe(2);
    expect(await page.getByText('22294.44').isVisible()).toBe(false);
    await page.getByText('1 unchanged').click();
    expect(await page.getByText('22294.44').isVisible()).toBe(true);
    await expectAccessible(page, 'moved');
  });

  it('an error of the run is said with its code', async () => {
    const page = await open();
    await ask(page, 'Fail');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/The language model does not answer\..*llm\.unavailable/);
    expect(await page.locator('.tools summary').innerText()).toMatch(/1 look-up.*1 failed/);
  });

  it('deletes a conversation after asking once more', async () => {
    const page = await open();
    await ask(page, 'to be deleted');
    await done(page);
    await page.getByRole('button', { name: 'Delete “to be deleted”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The conversation was deleted.').waitFor();
    await expect.poll(() => page.locator('.threads').getByText('to be deleted').count()).toBe(0);
    await page.getByText('What would you like to know?').waitFor();
  });

  it('speaks German to a German browser', async () => {
    const made = await openPage(browser, server.url, { width: 390, scheme: 'light', locale: 'de-DE' });
    opened.push(made);
    expect(await made.page.getAttribute('html', 'lang')).toBe('de');
    await signIn(made.page, server.key);
    await made.page.getByText('Was möchten Sie wissen?').waitFor();
    await expectAccessible(made.page, 'German');
  });

  it('keeps no key and no text in the browser, only the choice of colours and a run', async () => {
    const page = await open();
    await ask(page, 'Tell me at length');
    await page.getByText('Sentence number 5').waitFor();
    await page.getByRole('button', { name: /Menu/ }).click();
    await page.getByLabel('Dark').check();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    const kept = await page.evaluate<Record<string, string>>('({ ...localStorage, ...sessionStorage })');
    expect(
      Object.keys(kept)
        .map((name) => name.replace(/[\w-]{36}/, 'ID'))
        .toSorted(),
    ).toEqual(['countersign:run:ID', 'countersign:theme']);
    expect(JSON.stringify(kept)).not.toContain(server.key);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it.each(looks)('is accessible and fits at $width px, $scheme', async (look) => {
    const made = await openPage(browser, server.url, look);
    opened.push(made);
    const { page } = made;
    await page.getByLabel('API key').waitFor();
    await expectAccessible(page, 'sign-in');
    await expectTargets(page, 'sign-in');
    await signIn(page, server.key);
    await page.getByText('What would you like to know?').waitFor();
    await expectAccessible(page, 'new conversation');
    await ask(page, 'Which orders are late?');
    await done(page);
    await page.locator('.tools summary').click();
    await page.locator('.cite').first().click();
    await expectAccessible(page, 'chat');
    await expectTargets(page, 'chat');
    await ask(page, 'Move SO-78911 to 24 May');
    await page.locator('.proposal').waitFor();
    await expectAccessible(page, 'proposal');
    await page.getByRole('button', { name: /Menu/ }).click();
    await expectAccessible(page, 'menu');
    await page.getByRole('button', { name: /Keyboard shortcuts/ }).click();
    await expectAccessible(page, 'help');
    await expectTargets(page, 'help');
  });

  it('a wrong key is refused in words, and the field keeps the focus', async () => {
    const made = await openPage(browser, server.url, { width: 390, scheme: 'light' });
    opened.push(made);
    await made.page.getByLabel('API key').fill('csk_wrong');
    await made.page.keyboard.press('Enter');
    await made.page.getByText('This API key is not known or was revoked').waitFor();
    expect(await made.page.evaluate('document.activeElement.id')).toBe('key');
    expect(made.complaints.splice(0)).toEqual([expect.stringContaining('401')]);
  });
});

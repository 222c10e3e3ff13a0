import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Approval } from '../../src/contracts/approvals.ts';
import { expectAccessible, expectTargets } from './support/accessible.ts';
import { hasChromium, looks, openBrowser, openPage, signIn, why, type Opened } from './support/pages.ts';
import { startReal, type Real } from './support/servers.ts';

const carl = 'csk_sandbox_carl';
const olivia = 'csk_sandbox_olivia';
let server: Real;
let browser: Browser;
let opened: Opened[] = [];
beforeAll(async () => {
  if (!hasChromium) return;
  [server, browser] = await Promise.all([startReal(), openBrowser()]);
  await waitingFor('SO-78911');
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

async function api<T>(path: string, key = carl, body?: unknown): Promise<T> {
  const answer = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // What the contracts say; this test looks at a few members.
  return (await answer.json()) as T;
}

async function waitingFor(order: string): Promise<Approval> {
  for (let turn = 0; turn < 300; turn += 1) {
    const { items } = await api<{ items: Approval[] }>('/v1/approvals?status=waiting');
    const found = items.find(({ title }) => title.includes(order));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing waits for ${order}`);
}

async function open(key: string, look: Parameters<typeof openPage>[2] = { width: 1280, scheme: 'light' }): Promise<Page> {
  const made = await openPage(browser, `${server.url}/#/approvals`, look);
  opened.push(made);
  await signIn(made.page, key);
  await made.page.locator('.list a').first().waitFor();
  return made.page;
}
const focused = (page: Page): Promise<string> => page.evaluate<string>('document.activeElement?.textContent ?? ""');
const dialog = (page: Page) => page.getByRole('dialog');
const heading = (page: Page) => page.locator('#card-title');

describe.skipIf(!hasChromium)(`the approval inbox in Chromium, on the real server${why}`, () => {
  it('shows what waits and, for one of it, every field before and after', async () => {
    const page = await open(carl);
    expect(await page.locator('.list a').first().innerText()).toMatch(/SO-78911[\s\S]*Waiting[\s\S]*\$22,294\.44[\s\S]*due in/);
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    const card = await page.locator('.card').innerText();
    expect(card).toMatch(/delayed and rejected orders are reviewed before a customer sees text/);
    expect(card).toMatch(/ERP order status[\s\S]*ERP_Order_Status__c[\s\S]*Delayed/);
    expect(card).toMatch(/Norwick Supply/);
    expect(card).toMatch(/Votes[\s\S]*0 of 1/);
  });

  it.each(looks)('is accessible and fits at $width px, $scheme: list, card, and every dialog', async (look) => {
    const page = await open(carl, look);
    await expectAccessible(page, 'inbox');
    await expectTargets(page, 'inbox');
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    await expectAccessible(page, 'card');
    await expectTargets(page, 'card');
    for (const name of ['Approve', 'Edit', 'Reject', 'Ask']) {
      await page.locator('.card-foot').getByRole('button', { name, exact: false }).first().click();
      await expectAccessible(page, name);
      await expectTargets(page, name);
      await page.keyboard.press('Escape');
      await dialog(page).waitFor({ state: 'detached' });
      expect(await focused(page)).toContain(name);
    }
  });

  it('the asker sees it with the reason why they may not decide it', async () => {
    const page = await open(olivia);
    await page.locator('.list a').first().click();
    await page.locator('.card-foot').waitFor();
    expect(await page.locator('.card-foot').innerText()).toMatch(
      /Your roles do not include approvals\.decide|You asked for this|Only the role/,
    );
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    await page.keyboard.press('a');
    expect(await dialog(page).count()).toBe(0);
  });

  it('a question is kept with the approval', async () => {
    const page = await open(carl);
    await page.locator('.list a').first().click();
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByLabel('Question').fill('Did the carrier confirm?');
    await dialog(page).getByRole('button', { name: 'Ask' }).click();
    await page.getByText('The question was noted.').waitFor();
    await page.locator('#notes-title').waitFor();
    expect(await page.locator('.card').innerText()).toContain('Did the carrier confirm?');
  });

  it('an edit keeps its types, is checked by the tool, and shows the new difference', async () => {
    const page = await open(carl);
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    const before = await waitingFor('SO-78911');
    await page.keyboard.press('e');
    await dialog(page).waitFor();
    const text = dialog(page).getByLabel('description');
    const slots = dialog(page).getByLabel('Write');
    if ((await text.count()) === 0) await slots.selectOption({ index: 1 });
    await text.fill('Carl looked at this himself.');
    await dialog(page).getByRole('button', { name: 'Save the edit' }).click();
    await page.getByText('Edited. Look at the new difference.').waitFor();
    await page.locator('.write').getByText('Carl looked at this himself.').waitFor();
    const after = await waitingFor('SO-78911');
    expect(after.proposalHash).not.toBe(before.proposalHash);
    expect(after.editors).toEqual(['person:carl']);
    // Whoever edited it may not approve it: the card says so.
    expect(await page.locator('.card-foot').innerText()).toContain('You edited this proposal');
  });

  it('a decision on what changed meanwhile is refused, and looking again shows what is there now', async () => {
    const approval = await waitingFor('SO-78911');
    const page = await open(carl);
    await page.goto(`${server.url}/#/approvals/${approval.id}`);
    await page.locator('.write').first().waitFor();
    await page.keyboard.press('r');
    await page.getByLabel('Reason').fill('too late');
    await api(`/v1/approvals/${approval.id}`, carl, { verdict: 'reject', hash: approval.proposalHash, reason: 'somebody was faster' });
    await dialog(page).getByRole('button', { name: 'Reject' }).click();
    await dialog(page).getByText('This changed meanwhile. Look at it again.').waitFor();
    expect(await dialog(page).getByRole('status').innerText()).toBe('This changed meanwhile. Look at it again.');
    await expectAccessible(page, 'conflict');
    await dialog(page).getByRole('button', { name: 'Look again' }).click();
    await page.locator('.card').getByText('somebody was faster').waitFor();
    expect(opened.at(-1)?.complaints.splice(0)).toEqual([expect.stringContaining('409')]);
  });

  it('a reason is required for no, and is kept', async () => {
    await act('delay', 'SO-78911', 2);
    await waitingFor('SO-78911');
    const page = await open(carl);
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    await page.keyboard.press('r');
    await dialog(page).getByRole('button', { name: 'Reject' }).click();
    expect(await dialog(page).getByRole('status').innerText()).toBe('Write a reason first.');
    expect(await page.evaluate('document.activeElement.id')).toBe('reason');
    await page.getByLabel('Reason').fill('The date is wrong');
    await dialog(page).getByRole('button', { name: 'Reject' }).click();
    await page.getByText('Rejected. Nothing is written.').waitFor();
    await page.locator('.card').getByText('The date is wrong').waitFor();
    await expect.poll(() => page.locator('.list a').count()).toBe(0);
  });

  it('an approval is given with the keyboard alone: j, Enter, a, Enter', async () => {
    await act('delay', 'SO-78911', 5);
    const approval = await waitingFor('SO-78911');
    const page = await open(carl);
    await page.keyboard.press('j');
    expect(await focused(page)).toContain('SO-78911');
    await page.keyboard.press('Enter');
    await page.locator('.write').first().waitFor();
    expect(await focused(page)).toBe(await heading(page).innerText());
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    expect(await focused(page)).toBe('Approve');
    await page.keyboard.press('Enter');
    await page.getByText('Approved. The writes are on their way.').waitFor();
    expect(await focused(page)).toBe(await heading(page).innerText());
    await expect
      .poll(async () => (await api<{ run: { outcome?: string } }>(`/v1/journal/${approval.runId}`)).run.outcome, { timeout: 15_000 })
      .toBe('applied');
    const { items } = await api<{ items: Approval[] }>('/v1/approvals?status=approved');
    expect(items[0]?.votes).toEqual([expect.objectContaining({ by: 'person:carl', proposalHash: approval.proposalHash })]);
  });

  it('lists the others by status, and what is closed can only be read', async () => {
    const made = await openPage(browser, `${server.url}/#/approvals`, { width: 1280, scheme: 'light' });
    opened.push(made);
    const { page } = made;
    await signIn(page, carl);
    await page.getByText('Nothing waits for a decision.').waitFor();
    await page.getByLabel('Show').selectOption('all');
    await expect.poll(() => page.locator('.list a').count()).toBe(3);
    await page.getByLabel('Show').selectOption('rejected');
    await expect.poll(() => page.locator('.list a').count()).toBe(2);
    await page.locator('.list a').first().click();
    await page.locator('.write').first().waitFor();
    expect(await page.locator('.card-foot').count()).toBe(0);
  });

  it('single keys can be turned off, and stay off', async () => {
    const made = await openPage(browser, `${server.url}/#/approvals`, { width: 1280, scheme: 'light' });
    opened.push(made);
    const { page } = made;
    await signIn(page, carl);
    await page.getByText('Nothing waits for a decision.').waitFor();
    await page.keyboard.press('?');
    await page.getByLabel('Single-key shortcuts are on').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    expect(await dialog(page).count()).toBe(0);
    await page.reload();
    await page.getByText('Nothing waits for a decision.').waitFor();
    await page.keyboard.press('?');
    expect(await dialog(page).count()).toBe(0);
  });

  it('signing out ends the session on the server too', async () => {
    const made = await openPage(browser, `${server.url}/#/approvals`, { width: 390, scheme: 'light' });
    opened.push(made);
    const { page } = made;
    await signIn(page, carl);
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    await page.getByRole('button', { name: /Menu/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out.').waitFor();
    const answer = await fetch(`${server.url}/v1/approvals`, { headers: { cookie: `${cookie?.name}=${cookie?.value}` } });
    expect(answer.status).toBe(401);
  });
});

/** Something happens in the ERP of the sandbox, and its webhook tells. */
async function act(what: string, order: string, days: number): Promise<void> {
  const { spawn } = await import('node:child_process');
  const args = ['bin/countersign.mjs', 'sandbox', 'act', what, order, '--days', String(days), '--sandbox-url', server.sandboxUrl];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code).toBe(0);
}

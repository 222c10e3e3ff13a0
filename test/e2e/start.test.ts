import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Approval } from '../../src/contracts/approvals.ts';
import type { Effect } from '../../src/contracts/effects.ts';
import type { Run } from '../../src/contracts/runs.ts';
import type { Page, RunView } from '../../src/contracts/services.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'countersign-start-'));
/** Nothing of this machine's own set-up: a stranger has none. */
const stranger = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COUNTERSIGN_')));
const installation = {
  ...stranger,
  COUNTERSIGN_DATA__DIR: join(folder, 'data'),
  COUNTERSIGN_KEY__DIR: join(folder, 'keys'),
  COUNTERSIGN_SANDBOX_PORT: '0',
};

type Ended = { readonly code: number | null; readonly out: string; readonly error: string };
type Going = { readonly child: ChildProcess; readonly ended: Promise<Ended>; said(): string };

function start(args: readonly string[], env: NodeJS.ProcessEnv): Going {
  const child = spawn(process.execPath, ['bin/countersign.mjs', ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, error })));
  return { child, ended, said: () => out };
}

let server: Going;
let banner = '';
let shownAt = 0;
let people: NodeJS.ProcessEnv = stranger;
beforeAll(async () => {
  server = start(['up', '--port', '0'], installation);
  const gone = server.ended.then(({ error }) => Promise.reject(new Error(`up ended: ${error}`)));
  gone.catch(() => undefined);
  banner = await Promise.race([within(30_000, () => (/runs list\n/.test(server.said()) ? server.said() : undefined)), gone]);
  shownAt = performance.now();
  // The line the banner tells people to copy.
  const [, url = '', key = ''] = /export COUNTERSIGN_URL=(\S+) COUNTERSIGN_KEY=(\S+)/.exec(banner) ?? [];
  people = { ...stranger, COUNTERSIGN_URL: url, COUNTERSIGN_KEY: key };
}, 60_000);
afterAll(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  rmSync(folder, { recursive: true, force: true });
});

const command = (...args: string[]): Promise<Ended> => start(args, people).ended;
async function json<T>(...args: string[]): Promise<T> {
  const { code, out, error } = await command(...args, '--json');
  expect(code, error).toBe(0);
  // What the command named in the call prints.
  return JSON.parse(out) as T;
}

async function within<T>(ms: number, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`it did not happen within ${ms} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const runs = async (...filter: string[]): Promise<readonly Run[]> => (await json<Page<Run>>('runs', 'list', ...filter)).items;
const waiting = async (): Promise<Approval | undefined> => (await json<Page<Approval>>('approvals', 'list')).items[0];

describe('a stranger who types one command', () => {
  it('is told who can sign in and what to type next, and every command works where they stand', () => {
    expect(banner).toMatch(/is up at http:\/\/127\.0\.0\.1:\d+/);
    expect(banner).toMatch(/Olivia +asks.*operations.*key csk_sandbox_olivia/);
    expect(banner).toMatch(/Carl +approves.*controller.*key csk_sandbox_carl/);
    const printed = banner.split('Try, in another terminal:\n')[1]?.trim().split(/\n */) ?? [];
    expect(printed.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      expect.stringMatching(/^export COUNTERSIGN_URL=\S+ COUNTERSIGN_KEY=csk_sandbox_carl$/),
      expect.stringMatching(/^curl -X POST http:\S+\/hooks\/erp$/),
      'node bin/countersign.mjs runs list',
      'node bin/countersign.mjs approvals list',
      'node bin/countersign.mjs approvals show',
      'node bin/countersign.mjs approvals decide',
      'node bin/countersign.mjs sandbox act',
    ]);
  });

  it('sees within ten seconds one order that went through by itself and one that waits for Carl', async () => {
    const settled = await within(10_000 - (performance.now() - shownAt), async () => {
      const all = (await runs()).filter(({ workflow }) => workflow === 'order-status');
      return all.length === 2 && all.every(({ status }) => status === 'done' || status === 'awaiting_approval') ? all : undefined;
    });
    expect(Object.fromEntries(settled.map((run) => [run.record.id, [run.status, run.outcome]]))).toEqual({
      'SO-78911': ['awaiting_approval', 'waiting for a person'],
      'SO-78912': ['done', 'applied'],
    });
    expect((await json<Page<Approval>>('approvals', 'list')).items).toEqual([
      expect.objectContaining({ status: 'waiting', workflow: 'order-status' }),
    ]);
  });

  it('reads every field the approval would change, and as Carl countersigns it from the command line', async () => {
    const approval = await waiting();
    const shown = await command('approvals', 'show', approval?.id ?? '');
    expect(shown.out).toMatch(/ERP order status \(ERP_Order_Status__c\)\n +\+ Delayed/);
    expect(shown.out).toMatch(/Customer: Norwick Supply[\s\S]*\$22,294\.44[\s\S]*Hello Callum Thornbury,/);
    expect(shown.out).not.toMatch(/<(PERSON|ORG|AMOUNT)_\d+>/);
    const decided = await command('approvals', 'decide', approval?.id ?? '', '--approve', '--yes');
    expect(decided).toMatchObject({ code: 0, out: expect.stringContaining('approved; the writes are on their way') });
    await within(10_000, async () =>
      (await json<RunView>('runs', 'show', approval?.runId ?? '')).run.outcome === 'applied' ? true : undefined,
    );
    expect(await waiting()).toBeUndefined();
  });

  it('moves the order on in the ERP and sees what stands in the CRM before and what would stand there after', async () => {
    const [, sandboxUrl = ''] = /ERP and CRM +(\S+)/.exec(banner) ?? [];
    const acted = await command('sandbox', 'act', 'delay', 'SO-78911', '--days', '5', '--sandbox-url', sandboxUrl);
    expect(acted, acted.error).toMatchObject({ code: 0, out: expect.stringContaining('the webhook was answered 202') });
    const approval = await within(10_000, waiting);
    const { out } = await command('approvals', 'show', approval.id);
    const before = /^ +− .*delayed by (\d+) days/m.exec(out)?.[1];
    const after = /^ +\+ .*delayed by (\d+) days/m.exec(out)?.[1];
    expect({ before, isLater: Number(after) > Number(before) }).toEqual({ before: '9', isLater: true });
    const refused = await command('approvals', 'decide', approval.id, '--reject', 'the date is wrong', '--yes');
    expect(refused).toMatchObject({ code: 0, out: expect.stringContaining('rejected; nothing is written') });
  });

  it('sends the event of the banner and sees its run applied', async () => {
    const [, url = '', key = '', body = ''] = /curl -X POST (\S+) -H 'x-api-key: (\S+)' .* -d '(.*)'/.exec(banner) ?? [];
    const answer = await fetch(url, { method: 'POST', headers: { 'x-api-key': key, 'content-type': 'application/json' }, body });
    expect(answer.status).toBe(202);
    await within(10_000, async () =>
      (await runs('--status', 'done')).find((run) => run.record.id === 'SO-78910' && run.outcome === 'applied'),
    );
  });

  it('sees each write with its key, and that no name of the customer left the machine', async () => {
    const { items } = await json<Page<Effect>>('effects', 'list');
    expect(new Set(items.map((effect) => effect.state))).toEqual(new Set(['applied']));
    expect(new Set(items.map((effect) => effect.key)).size).toBe(items.length);
    const listed = await command('effects', 'list');
    expect(listed.out).toMatch(/CS-[0-9A-Z]{26} +applied +crm › Opportunity/);
    const run = (await runs()).find(({ record, workflow }) => workflow === 'order-status' && record.id === 'SO-78911');
    const { out } = await command('egress', 'show', run?.id ?? '');
    expect(out).toMatch(/tokens +PERSON \d+/);
    expect(out).toMatch(/<PERSON_1>/);
    expect(out).not.toMatch(/Thornbury|Norwick Supply|22,?294/);
  });

  it('asks a numeric model and sees its answer copied into the ERP, without doing anything for it', async () => {
    const answer = await fetch(`${people['COUNTERSIGN_URL'] ?? ''}/v1/predict/late-payment`, {
      method: 'POST',
      headers: { 'x-api-key': people['COUNTERSIGN_KEY'] ?? '', 'content-type': 'application/json', 'x-correlation-id': 'po-77' },
      body: JSON.stringify({ invoice_id: '90000100' }),
    });
    const { id } = (await answer.json()) as { id: string };
    expect([answer.status, id]).toEqual([200, expect.stringMatching(/^prd_/)]);
    const copied = await within(20_000, async () =>
      (await json<Page<Effect>>('effects', 'list')).items.find(({ receipt }) => receipt?.id === id),
    );
    expect(copied).toMatchObject({ state: 'applied', tool: 'erp.record-decision', connection: 'erp', attempts: 1 });
    const run = (await runs()).find(({ workflow }) => workflow === 'decision-audit');
    expect(run).toMatchObject({ status: 'done', outcome: 'applied', principal: 'system' });
  });

  it('cannot start a second server on the same data folder by mistake', async () => {
    const second = await start(['up', '--port', '0'], installation).ended;
    expect(second.code).toBe(1);
    expect(second.error).toContain(`config.locked: Another countersign (process ${server.child.pid})`);
  });

  it('stops it with SIGTERM, and the audit log it leaves is whole', async () => {
    const askedAt = performance.now();
    server.child.kill('SIGTERM');
    const { code } = await server.ended;
    expect(code).toBe(0);
    expect(performance.now() - askedAt).toBeLessThan(20_000);
    const verified = await start(['audit', 'verify'], installation).ended;
    expect(verified, verified.error).toMatchObject({ code: 0, out: expect.stringMatching(/the audit log is whole: \d+ rows/) });
    expect(verified.out).toMatch(/unprotected +none/);
  });
});

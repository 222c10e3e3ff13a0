import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { evalCommands } from '../src/app/eval-commands.ts';
import { carl, closeRigsAfterEach, cora, delayed, olivia, rigOver, shipped, tell, waiting } from './support/flow-rig.ts';
import { memorySystems } from './support/order-company.ts';
import { startTalkServer } from './support/talk-server.ts';

closeRigsAfterEach();
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
const ada = { id: 'person:ada', name: 'Ada', roles: ['admin'] };

describe('what people make of a proposal', () => {
  it('is kept with version, prompts and case; names in a reason are kept as tokens', async () => {
    const { rig } = await rigOver(shipped());
    const run = await tell(rig);
    const [made] = await rig.storage.audit.list({ runId: run, action: 'proposal.made', limit: 1 });
    const proposal = String(made?.body['proposal']);
    const reason = 'Ursula Brinkmann wants to be written to in French';
    const given = await rig.services.feedback.give({ kind: 'override', proposal, reason }, carl);
    expect(given).toMatchObject({
      by: 'person:carl',
      kind: 'override',
      workflow: 'order-status',
      version: '1.0.0',
      runId: run,
      counts: true,
    });
    expect(given.reason).toMatch(/^<PERSON_\d+> wants to be written to in French$/);
    expect(given.texts).toContainEqual({
      prompt: expect.stringMatching(/^order-status\.summary@\d+\.\d+\.\d+#[0-9a-f]{12}$/),
      engine: 'narrator',
      model: 'countersign-narrator',
    });
    const [row] = await rig.storage.audit.list({ action: 'feedback.given', limit: 5 });
    expect(row).toMatchObject({ actor: 'person:carl', subject: { type: 'proposal', id: proposal } });
    expect(JSON.stringify(row)).not.toContain('Brinkmann');
    expect((await rig.services.feedback.list({ limit: 5, kind: 'override' }, olivia)).items).toEqual([given]);
    expect(await rig.services.workflows.evidence('order-status', { to: 'automatic' }, ada)).toMatchObject({
      decided: 1,
      rejected: 1,
      byVerdict: 1,
    });
  });

  it('an edit and an override say why, and who asked for a change is heard but not counted', async () => {
    const { rig } = await rigOver(shipped());
    const run = await tell(rig);
    const [made] = await rig.storage.audit.list({ runId: run, action: 'proposal.made', limit: 1 });
    const proposal = String(made?.body['proposal']);
    await expect(rig.services.feedback.give({ kind: 'edit', proposal }, carl)).rejects.toMatchObject({ field: 'reason' });
    await expect(rig.services.feedback.give({ kind: 'up', proposal: 'prp_none' }, carl)).rejects.toMatchObject({
      code: 'resource.not_found',
    });
    expect(await rig.services.feedback.give({ kind: 'accept', proposal }, olivia)).toMatchObject({ counts: false });
    expect(await rig.services.workflows.evidence('order-status', { to: 'automatic' }, ada)).toMatchObject({ seen: 1, decided: 0 });
  });

  it('a decision is a verdict too: approved unchanged accepts, rejected overrides with the reason', async () => {
    const { rig } = await rigOver(delayed());
    await tell(rig);
    const [asked] = await waiting(rig);
    await rig.services.approvals.decide(
      asked?.id ?? '',
      { verdict: 'reject', hash: asked?.proposalHash ?? '', reason: 'Ursula Brinkmann knows' },
      cora,
    );
    const [kept] = (await rig.services.feedback.list({ limit: 5 }, olivia)).items;
    expect(kept).toMatchObject({
      kind: 'override',
      source: 'decision',
      by: 'person:cora',
      reason: expect.stringMatching(/^<PERSON_\d+> knows$/),
    });
    expect(await rig.services.workflows.evidence('order-status', { to: 'automatic' }, ada)).toMatchObject({ rejected: 1, byVerdict: 0 });
  });

  it('becomes evaluation cases by command, with no name and no number of the run', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-feedback-'));
    folders.push(folder);
    for (const part of ['suites', 'datasets', 'baselines']) mkdirSync(join(folder, part));
    const { rig } = await rigOver(delayed());
    await tell(rig);
    const [asked] = await waiting(rig);
    await rig.services.approvals.decide(asked?.id ?? '', { verdict: 'reject', hash: asked?.proposalHash ?? '', reason: 'too late' }, cora);
    rig.storage.close();
    const config = join(folder, 'config.yaml');
    writeFileSync(config, `dataDir: ${join(rig.folder, 'data')}\nkeyDir: ${join(rig.folder, 'keys')}\n`);
    const made = await evalCommands.add({ folder, config, feedback: 'all', dataset: 'found.jsonl' });
    expect(made.added.length).toBeGreaterThan(0);
    expect(made.reasons).toMatchObject([{ kind: 'override', reason: 'too late' }]);
    const text = readFileSync(join(folder, 'datasets', 'found.jsonl'), 'utf8');
    expect(text).toContain('"tags":["from-feedback","override"]');
    expect(['Harbour', 'Sommerfeld', 'Brinkmann', '"SO-1"'].filter((secret) => text.includes(secret))).toEqual([]);
    expect((await evalCommands.add({ folder, config, feedback: 'all', dataset: 'found.jsonl' })).added).toEqual([]);
    await expect(evalCommands.add({ folder, config, feedback: 'fbk_none', dataset: 'found.jsonl' })).rejects.toMatchObject({
      code: 'resource.not_found',
    });
  });
});

describe('what people make of an answer', () => {
  it(
    'is kept for the one who asked, over HTTP, with the assistant and its version; nobody else finds the answer',
    { timeout: 60_000 },
    async () => {
      const server = await startTalkServer({ connections: new Map(Object.entries(memorySystems(shipped()))) });
      try {
        const call = async (path: string, body: unknown, key: string): Promise<{ status: number; body: Record<string, unknown> }> => {
          const answer = await fetch(`${server.url}${path}`, {
            method: 'POST',
            headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
          return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(await answer.json()) };
        };
        const { body: thread } = await call('/threads', {}, server.keys.olivia);
        const input = { messages: [{ role: 'user', content: 'Where is order SO-1?' }] };
        await call(`/threads/${String(thread['thread_id'])}/runs/wait`, { assistant_id: 'assistant', input }, server.keys.olivia);
        const [run] = await server.rig.storage.serving.runs.list({ threadId: String(thread['thread_id']), limit: 1, offset: 0 });
        const said = { kind: 'down', answer: run?.id, reason: 'I asked for the date' };
        expect((await call('/v1/feedback', said, server.keys.carl)).status).toBe(404);
        expect(await call('/v1/feedback', said, server.keys.olivia)).toMatchObject({
          status: 201,
          body: {
            kind: 'down',
            about: { type: 'answer', id: run?.id },
            workflow: 'assistant',
            version: expect.stringMatching(/^\d+\./),
            counts: false,
          },
        });
      } finally {
        await server.close();
      }
    },
  );
});

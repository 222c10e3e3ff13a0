import { afterEach, describe, expect, it } from 'vitest';
import { agents } from '../agents/index.ts';
import { workflows } from '../graphs/index.ts';
import type { Agent } from '../src/index.ts';
import { gated } from '../src/flow/index.ts';
import { tools } from '../tools/index.ts';
import { modelTools } from '../classic-models/tools.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { postNote } from '../tools/crm/post-note.ts';
import { updateOpportunity } from '../tools/crm/update-opportunity.ts';
import { company, memorySystems } from './support/order-company.ts';
import { openRig, type Rig } from './support/rig.ts';

let rig: Rig | undefined;
afterEach(() => rig?.close());

const connections = () => new Map(Object.entries(memorySystems(company({}))));
const desk = (prompts: readonly string[]): Agent => ({
  id: 'test-desk',
  role: 'x',
  prompts,
  tools: [],
  limits: { maxModelCalls: 1, maxTokens: 100, timeoutMs: 1000 },
});

describe('an agent', () => {
  it('that names a prompt no file holds stops the start', async () => {
    const opened = openRig({
      connections: connections(),
      content: { tools: [...tools, ...modelTools], agents: [...agents, desk(['order-status.sumary'])], workflows },
    });
    await expect(opened).rejects.toMatchObject({ code: 'config.invalid', message: expect.stringContaining('order-status.sumary') });
  });

  it('does not write with a prompt that is not on its list, and nothing is sent', async () => {
    const careless = desk([]);
    const [shape] = workflows;
    if (!shape) throw new Error('there is no workflow to copy');
    const { mapping: _mapping, ...rest } = shape;
    const workflow = {
      ...rest,
      id: 'careless',
      agents: [careless],
      tools,
      graph: gated({
        prepare: async () => ({
          kind: 'propose' as const,
          identity: { a: 1 },
          facts: {},
          title: 'x',
          reasons: [],
          evidence: [],
          traits: { tags: ['customer-text'] },
          requestedBy: [],
          slots: [{ slot: 'task', tool: createTask }],
          write: async (draft) => {
            const sheet = { facts: [], view: {} };
            await draft.narrate({ agent: careless, prompt: 'order-status.summary', locale: 'en', sheet, required: [] });
          },
        }),
      }),
    };
    rig = await openRig({
      connections: connections(),
      content: { tools: [...tools, ...modelTools], agents: [...agents, careless], workflows: [workflow] },
    });
    const by = { id: 'person:olivia', name: 'Olivia', roles: ['operations'] };
    const { runIds } = await rig.services.runs.start('careless', 'SO-1', by);
    await rig.core.worker.drain();
    const view = await rig.services.runs.get(runIds[0] ?? '', by);
    expect(view.run).toMatchObject({ status: 'exception', outcome: 'capability.missing' });
    expect(view.effects).toEqual([]);
    expect(await rig.storage.egress.list({ limit: 10 })).toEqual([]);
  });
});

describe('a slot that turns out to need no write', () => {
  it('does not keep a finished transition from being recognised as unchanged', async () => {
    const [shape] = workflows;
    if (!shape) throw new Error('there is no workflow to copy');
    const { mapping: _mapping, ...rest } = shape;
    const workflow = {
      ...rest,
      id: 'half',
      tools,
      graph: gated({
        prepare: async () => ({
          kind: 'propose' as const,
          identity: { a: 1 },
          facts: {},
          title: 'x',
          reasons: [],
          evidence: [],
          traits: { tags: ['customer-text'] },
          requestedBy: [],
          slots: [
            { slot: 'opportunity', tool: updateOpportunity },
            { slot: 'note', tool: postNote },
          ],
          write: async (draft) => {
            await draft.propose('opportunity', updateOpportunity, { opportunity: '006000000000001AAA', stage: 'Proposal/Price Quote' });
            await draft.propose('note', postNote, { record: '006000000000001AAA', text: 'hello' });
          },
        }),
      }),
    };
    const systems = memorySystems(company({}));
    rig = await openRig({
      connections: new Map(Object.entries(systems)),
      content: { tools: [...tools, ...modelTools], agents, workflows: [workflow] },
    });
    const by = { id: 'person:olivia', name: 'Olivia', roles: ['operations'] };
    const outcomes = [];
    for (let time = 0; time < 2; time += 1) {
      const { runIds } = await rig.services.runs.start('half', 'SO-1', by);
      await rig.core.worker.drain();
      outcomes.push((await rig.services.runs.get(runIds[0] ?? '', by)).run.outcome);
    }
    expect(outcomes).toEqual(['applied', 'unchanged']);
    expect(systems.crm.committed.map(({ request }) => request.target.type)).toEqual(['FeedItem']);
  });
});

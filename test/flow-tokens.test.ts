import { afterEach, describe, expect, it } from 'vitest';
import { workflows } from '../graphs/index.ts';
import type { WriteTool } from '../src/contracts/authoring.ts';
import { gated } from '../src/flow/index.ts';
import type { Agent } from '../src/index.ts';
import { createTask } from '../tools/crm/create-task.ts';
import { listContacts } from '../tools/crm/list-contacts.ts';
import { company, memorySystems } from './support/order-company.ts';
import { openRig, type Rig } from './support/rig.ts';

let rig: Rig | undefined;
afterEach(() => rig?.close());

const by = { id: 'person:olivia', name: 'Olivia', roles: ['operations'] };
const reader: Agent = {
  id: 'reader',
  role: 'x',
  prompts: [],
  tools: [listContacts],
  limits: { maxModelCalls: 1, maxTokens: 100, timeoutMs: 1000 },
};

/** Runs a workflow that reads a contact and writes one task from its token; says how it ended and what the CRM got. */
async function writeTask(input: (token: string) => Record<string, string>, tool: WriteTool = createTask) {
  const [shape] = workflows;
  if (!shape) throw new Error('there is no workflow to copy');
  const { mapping: _mapping, ...rest } = shape;
  const workflow = {
    ...rest,
    id: 'writer',
    phase: 'automatic' as const,
    policy: { version: '1', rules: [], otherwise: { effect: 'allow' as const } },
    agents: [reader],
    tools: [listContacts, tool],
    graph: gated({
      prepare: async (ctx) => {
        const [contact] = await ctx.read(reader, listContacts, { opportunity: 'opp-1', account: 'acc-1' });
        return {
          kind: 'propose' as const,
          identity: { a: 1 },
          facts: {},
          title: 'x',
          reasons: [],
          evidence: [],
          traits: { tags: [] },
          requestedBy: [],
          slots: [{ slot: 'task', tool }],
          write: (draft) =>
            draft.propose('task', tool, {
              about: 'opp-1',
              subject: 'Call',
              text: 'Call',
              priority: 'Normal',
              ...input(contact?.name ?? ''),
            }),
        };
      },
    }),
  };
  const systems = memorySystems(company({}));
  rig = await openRig({
    connections: new Map(Object.entries(systems)),
    content: { tools: [listContacts, tool], agents: [reader], workflows: [workflow] },
  });
  const { runIds } = await rig.services.runs.start('writer', 'SO-1', by);
  await rig.core.worker.drain();
  const { run } = await rig.services.runs.get(runIds[0] ?? '', by);
  const exceptions = (await rig.services.exceptions.list({ limit: 5 }, by)).items;
  return { run, sent: systems.crm.committed.map(({ request }) => request.fields), exceptions, rig };
}

describe('tokens at the moment of writing', () => {
  it('become values, even those a model mangled, and the audit log counts the repairs', async () => {
    const { sent, rig: opened } = await writeTask((token) => ({ text: `Call ${token.toLowerCase()} or ${token.slice(1, -1)}` }));
    expect(sent[0]?.['Description']).toMatch(/^Call ([A-Z]\w+ [A-Z]\w+) or \1$/);
    const [repaired] = await opened.storage.audit.list({ action: 'tokens.repaired', limit: 5 });
    expect(repaired?.body).toMatchObject({ count: 2 });
  });

  it.each([
    ['that nobody issued', () => ({ text: 'Call <PERSON_99>' }), 'privacy.unknown_token'],
    ['in a field of an id', (token: string) => ({ contact: token }), 'privacy.token_not_accepted'],
    ['in a link', (token: string) => ({ text: `see https://x.example/${token}` }), 'privacy.token_not_accepted'],
  ])('one %s stops the write before anything is sent', async (_, input, code) => {
    const { run, sent, rig: opened } = await writeTask(input);
    expect(run).toMatchObject({ status: 'exception', outcome: code });
    expect(sent).toEqual([]);
    expect((await opened.storage.effects.list({ limit: 5 })).map((effect) => effect.state)).toEqual(['reserved']);
  });

  it('one that a tool puts back at the last moment is refused and never written', async () => {
    const careless: WriteTool<typeof createTask.input> = {
      ...createTask,
      send: (ctx) => ctx.send({ ...ctx.request, fields: { ...ctx.request.fields, Subject: 'Call &lt;PERSON_1&gt;' } }),
    };
    const { exceptions, sent } = await writeTask(() => ({}), careless);
    expect(sent).toEqual([]);
    expect(exceptions[0]).toMatchObject({ code: 'effect.refused' });
    expect(JSON.stringify(exceptions[0]?.details)).toContain('A token was left');
  });
});

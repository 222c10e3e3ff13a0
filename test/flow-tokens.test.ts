import { afterEach, describe, expect, it } from 'vitest';
import { workflows } from '../graphs/index.ts';
import type { WriteTool } from '../src/contracts/authoring.ts';
import type { PlannedWrite } from '../src/contracts/proposals.ts';
import { gated } from '../src/flow/index.ts';
import { defineTool, freeText, taxId, type Agent } from '../src/index.ts';
import { z } from 'zod';
import { createTask } from '../tools/crm/create-task.ts';
import { listContacts } from '../tools/crm/list-contacts.ts';
import { company, memorySystems } from './support/order-company.ts';
import { openRig, type Rig } from './support/rig.ts';

let rig: Rig | undefined;
afterEach(() => rig?.close());

const carl = { id: 'person:carl', name: 'Carl', roles: ['controller'] };
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

describe('an edit by somebody who sees a mark in the place of a number', () => {
  const readTax = defineTool({
    id: 'crm.read-tax',
    kind: 'read',
    description: 'x',
    system: 'crm',
    needs: [],
    input: z.object({}),
    output: z.object({ tax: taxId() }),
    run: async () => ({ tax: 'DE123456789' }),
  });
  const setTax = defineTool({
    id: 'crm.set-tax',
    kind: 'write',
    description: 'x',
    system: 'crm',
    needs: [],
    input: z.object({ tax: taxId(), text: freeText() }),
    target: () => ({ type: 'Account' }),
    reads: [],
    plain: [],
    describe: (_ctx, _before, input) => ({
      title: 'x',
      operation: 'create',
      changes: Object.entries(input).map(([field, after]) => ({ field, before: null, after })),
    }),
  });

  async function asked() {
    const [shape] = workflows;
    if (!shape) throw new Error('there is no workflow to copy');
    const { mapping: _mapping, ...rest } = shape;
    const clerk: Agent = { ...reader, tools: [readTax] };
    const workflow = {
      ...rest,
      id: 'taxes',
      phase: 'automatic' as const,
      policy: { version: '1', rules: [], otherwise: { effect: 'ask' as const, role: 'controller', editorCounts: true } },
      agents: [clerk],
      tools: [readTax, setTax],
      graph: gated({
        prepare: async (ctx) => {
          const { tax } = await ctx.read(clerk, readTax, {});
          return {
            kind: 'propose' as const,
            identity: { a: 1 },
            facts: {},
            title: 'x',
            reasons: [],
            evidence: [],
            traits: { tags: [] },
            requestedBy: [],
            slots: [{ slot: 'tax', tool: setTax }],
            write: (draft) => draft.propose('tax', setTax, { tax, text: 'Tax' }),
          };
        },
      }),
    };
    const systems = memorySystems(company({}));
    rig = await openRig({
      connections: new Map(Object.entries(systems)),
      content: { tools: [readTax, setTax], agents: [clerk], workflows: [workflow] },
    });
    await rig.services.runs.start('taxes', 'SO-1', by);
    await rig.core.worker.drain();
    const [approval] = (await rig.services.approvals.list({ limit: 5 }, carl)).items;
    const id = approval?.id ?? '';
    const view = await rig.services.approvals.get(id, carl);
    const edit = (input: PlannedWrite['input']) =>
      rig?.services.approvals.decide(id, { verdict: 'edit', hash: view.approval.proposalHash, slot: 'tax', input }, carl);
    return { view, edit, id, crm: systems.crm };
  }

  it('keeps the number in the field that was left as it is', async () => {
    const { view, edit, id, crm } = await asked();
    expect(view.writes[0]?.input).toEqual({ tax: '[TAXID]', text: 'Tax' });
    const edited = await edit({ ...view.writes[0]?.input, text: 'Tax number' });
    await rig?.services.approvals.decide(id, { verdict: 'approve', hash: edited?.proposalHash ?? '' }, carl);
    await rig?.core.worker.drain();
    expect(crm.committed[0]?.request.fields).toEqual({ tax: 'DE123456789', text: 'Tax number' });
  });

  it('refuses the mark anywhere else, because it would be written as it stands', async () => {
    const { view, edit } = await asked();
    await expect(edit({ ...view.writes[0]?.input, text: 'Tax [TAXID]' })).rejects.toMatchObject({ code: 'approval.invalid_edit' });
  });
});

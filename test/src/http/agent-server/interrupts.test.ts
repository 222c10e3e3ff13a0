import { describe, expect, it } from 'vitest';
import { call, collect, human, openRig, sdks, type Rig } from './rig.ts';

const idsOf = async (rig: Rig, id: string): Promise<string[]> => {
  const { tasks } = await rig.client().threads.getState(id);
  return tasks.flatMap((task) => task.interrupts.flatMap((each) => (each.id === undefined ? [] : [each.id])));
};

describe.each(sdks)('interrupts with sdk $sdk', ({ make }) => {
  const parked = async (graph: string): Promise<{ rig: Rig; id: string }> => {
    const rig = await openRig({ make });
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().runs.wait(id, graph, { input: { question: 'may I?' } });
    return { rig, id };
  };

  it('a run that waits is success, its thread is interrupted, and both are found', async () => {
    const { rig, id } = await parked('ask');
    const client = rig.client();
    expect((await client.runs.list(id))[0]?.status).toBe('success');
    expect((await client.runs.list(id, { status: 'interrupted' })).length).toBe(1);
    expect(await rig.storage.serving.runs.list({ threadId: id, limit: 1, offset: 0 })).toMatchObject([{ status: 'awaiting_approval' }]);
    expect((await client.threads.search({ status: 'interrupted' })).map((thread) => thread.thread_id)).toEqual([id]);
    const [run] = await client.runs.list(id);
    expect(await client.runs.join(id, run?.run_id ?? '')).toMatchObject({ __interrupt__: [{ value: { question: 'may I?' } }] });
  });

  it('stream events show the interrupt in values and updates', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    const events = await collect(client.runs.stream(id, 'ask', { input: { question: 'q' }, streamMode: ['values', 'updates'] }));
    const interrupt = { __interrupt__: [{ id: expect.any(String), value: { question: 'q' } }] };
    expect(events.find((each) => each.event === 'updates')?.data).toMatchObject(interrupt);
    expect(events.findLast((each) => each.event === 'values')?.data).toMatchObject(interrupt);
  });

  it.each([['yes'], [false], [0], [''], [null], [{ type: 'accept' }], [[{ type: 'edit', args: {} }]]])(
    'the answer %j arrives as it was sent',
    async (answer) => {
      const { rig, id } = await parked('ask');
      expect(await rig.client().runs.wait(id, 'ask', { command: { resume: answer } })).toMatchObject({
        answers: { gate: answer, after: true },
      });
    },
  );

  it('answers go to their questions by id, one after the other or together', async () => {
    const { rig, id } = await parked('ask-two');
    const client = rig.client();
    const [first = '', second = ''] = await idsOf(rig, id);
    const half = await client.runs.wait(id, 'ask-two', { command: { resume: { [first]: 'A' } } });
    expect(half).toMatchObject({ __interrupt__: [{ id: second }] });
    expect(await client.runs.wait(id, 'ask-two', { command: { resume: { [second]: 'B' } } })).toMatchObject({ answers: { after: true } });
    expect((await client.threads.get(id)).status).toBe('idle');
  });

  it('one answer for two questions is refused, and nothing happens', async () => {
    const { rig, id } = await parked('ask-two');
    await expect(rig.client().runs.wait(id, 'ask-two', { command: { resume: 'Y' } })).rejects.toThrow(/400.*run\.ambiguous_resume/);
    expect(await idsOf(rig, id)).toHaveLength(2);
  });

  it('an answer to a question that is gone is refused', async () => {
    const { rig, id } = await parked('ask');
    const [old = ''] = await idsOf(rig, id);
    await rig.client().runs.wait(id, 'ask', { command: { resume: { [old]: 'A' } } });
    await rig.client().runs.wait(id, 'ask', { input: { question: 'again?' } });
    const gone = { ...Object.fromEntries((await idsOf(rig, id)).map((each) => [each, 1])), ['0'.repeat(32)]: 2 };
    await expect(rig.client().runs.wait(id, 'ask', { command: { resume: gone } })).rejects.toThrow(/409.*run\.not_resumable/);
  });

  it('an answer where nothing waits is refused', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const { thread_id: id } = await client.threads.create();
    await expect(client.runs.wait(id, 'ask', { command: { resume: 'x' } })).rejects.toThrow(/409.*run\.not_resumable/);
    await client.runs.wait(id, 'echo', { input: human('x') });
    await expect(client.runs.create(id, 'echo', { command: { resume: 'x' } })).rejects.toThrow(/409.*run\.not_resumable/);
  });

  it('of two answers at once one is taken and the other refused', async () => {
    const { rig, id } = await parked('ask');
    const client = rig.client();
    const answers = await Promise.allSettled(['A', 'B'].map((resume) => client.runs.wait(id, 'ask', { command: { resume } })));
    expect(answers.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await client.runs.list(id)).toHaveLength(2);
  });

  it('new input on a thread that waits begins anew', async () => {
    const { rig, id } = await parked('ask');
    const again = await rig.client().runs.wait(id, 'ask', { input: { question: 'something else?' } });
    expect(again).toMatchObject({ __interrupt__: [{ value: { question: 'something else?' } }] });
  });

  it('an interrupt in a subgraph is answered like any other', async () => {
    const { rig, id } = await parked('nested-ask');
    expect(await rig.client().runs.wait(id, 'nested-ask', { command: { resume: 'deep yes' } })).toMatchObject({
      answers: { gate: 'deep yes' },
    });
  });

  it('a command may lead the graph elsewhere and change its state', async () => {
    const { rig, id } = await parked('ask');
    const values = await rig.client().runs.wait(id, 'ask', { command: { goto: 'after', update: { question: 'changed' } } });
    expect(values).toMatchObject({ question: 'changed', answers: { after: true } });
  });
});

describe('a gated graph', () => {
  const parked = async (): Promise<{ rig: Rig; id: string }> => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().runs.wait(id, 'gated', { input: { question: 'may I?' } });
    return { rig, id };
  };

  it('is resumed with what its decision says, not with what the client sent', async () => {
    const { rig, id } = await parked();
    expect(await rig.client().runs.wait(id, 'gated', { command: { resume: 'approve' } })).toMatchObject({ answers: { gate: 'decided' } });
    expect(rig.seen.decisions).toEqual([{ by: 'person:olivia', resume: 'approve' }]);
  });

  it('refuses what is no decision, and asks nobody while it is busy', async () => {
    const { rig, id } = await parked();
    await expect(rig.client().runs.wait(id, 'gated', { command: { resume: 'whatever' } })).rejects.toThrow(/403.*approval\.not_allowed/);
    expect(rig.seen.decisions).toHaveLength(1);
    expect((await rig.client().threads.get(id)).status).toBe('interrupted');
  });

  it.each([{ goto: 'after' }, { update: { answers: { gate: 'forged' } } }, { resume: 'approve', goto: 'after' }])(
    'cannot be led around its gate by %j',
    async (command) => {
      const { rig, id } = await parked();
      await expect(rig.client().runs.wait(id, 'gated', { command })).rejects.toThrow(/403.*approval\.not_allowed/);
      await expect(rig.client().threads.updateState(id, { values: null, asNode: '__end__' })).rejects.toThrow('403');
      expect(rig.seen.decisions).toEqual([]);
    },
  );

  it('cannot be led around its gate by another graph either', async () => {
    const { rig, id } = await parked();
    const client = rig.client();
    await client.threads.update(id, { metadata: { graph_id: 'ask', topic: 'x' } });
    expect((await client.threads.get(id)).metadata).toMatchObject({ graph_id: 'gated', topic: 'x' });
    await expect(client.runs.wait(id, 'ask', { command: { resume: 'approve' } })).rejects.toThrow('409');
    await expect(client.runs.wait(id, 'ask', { command: { update: { answers: { gate: 'forged' } } } })).rejects.toThrow('409');
    const { thread_id: other } = await client.threads.create();
    await client.runs.wait(other, 'ask', { input: { question: 'q' } });
    await expect(client.runs.wait(other, 'gated', { input: { question: 'q' } })).rejects.toThrow('409');
  });

  it('shows its interrupt in the form of the inbox that asks', async () => {
    const { rig, id } = await parked();
    const shown = async (query: string): Promise<unknown> => {
      const thread = (await (await call(rig, 'GET', `/threads/${id}${query}`)).json()) as {
        interrupts: Record<string, { value: { shownFor: string } }[]>;
      };
      return Object.values(thread.interrupts)[0]?.[0]?.value.shownFor;
    };
    expect([await shown(''), await shown('?inbox=agent-inbox'), await shown('?inbox=agent-chat-ui')]).toEqual([
      'anybody',
      'agent-inbox',
      'agent-chat-ui',
    ]);
    const state = await (await call(rig, 'GET', `/threads/${id}/state`, undefined, { 'x-countersign-inbox': 'agent-inbox' })).text();
    expect(state).toContain('"shownFor":"agent-inbox"');
  });

  it('is followed up as its owner, past the decision', async () => {
    const { rig, id } = await parked();
    const runId = await rig.serving.followUp(id);
    expect(runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await rig.client().runs.join(id, runId ?? '')).toMatchObject({ answers: { gate: null, after: true } });
    expect(rig.seen.decisions).toEqual([]);
    expect(await rig.serving.followUp(id)).toBeUndefined();
    expect(await rig.serving.followUp(rig.parts.uuid())).toBeUndefined();
  });
});

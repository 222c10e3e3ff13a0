import { describe, expect, it } from 'vitest';
import type { Principal } from '../../../../src/contracts/principal.ts';
import { collect, human, openRig } from '../../http/agent-server/rig.ts';

const olivia: Principal = { id: 'person:olivia', name: 'Olivia', roles: ['user'] };
const carl: Principal = { id: 'person:carl', name: 'Carl', roles: ['user'] };

describe('a turn without HTTP', () => {
  it('begins a thread, gives its events with values and ends with its result', async () => {
    const { serving } = await openRig();
    const turn = await serving.turn({ assistantId: 'echo', input: human('I am Olivia Brandt') }, { by: olivia });
    const events = await collect(turn.events);
    expect(events[0]).toMatchObject({ mode: 'metadata', namespace: [], data: { run_id: turn.runId } });
    expect(new Set(events.map((each) => each.mode))).toEqual(new Set(['metadata', 'values', 'messages', 'updates']));
    expect(JSON.stringify(events.map((each) => each.data))).toContain('Olivia Brandt');
    expect(await turn.result).toMatchObject({
      status: 'success',
      values: { messages: [{}, { content: 'you said: I am Olivia Brandt' }] },
      interrupts: [],
    });
  });

  it('goes on with a thread, for its owner alone', async () => {
    const { serving } = await openRig();
    const first = await serving.turn({ assistantId: 'echo', input: human('one') }, { by: olivia });
    await first.result;
    const second = await serving.turn({ assistantId: 'echo', threadId: first.threadId, input: human('two') }, { by: olivia });
    expect((await second.result).values).toMatchObject({ messages: [{}, {}, {}, {}] });
    await expect(serving.turn({ assistantId: 'echo', threadId: first.threadId, input: human('x') }, { by: carl })).rejects.toMatchObject({
      code: 'resource.not_found',
    });
    await expect(serving.turn({ assistantId: 'echo', input: human('x') }, { by: { ...olivia, roles: [] } })).rejects.toMatchObject({
      code: 'auth.forbidden',
    });
  });

  it('ends at an interrupt and is taken up by a command', async () => {
    const { serving } = await openRig();
    const asked = await serving.turn({ assistantId: 'ask', input: { question: 'q' } }, { by: olivia });
    expect(await asked.result).toMatchObject({ status: 'awaiting_approval', interrupts: [{ value: { question: 'q' } }] });
    const answered = await serving.turn({ assistantId: 'ask', threadId: asked.threadId, command: { resume: 'yes' } }, { by: olivia });
    expect(await answered.result).toMatchObject({ status: 'success', values: { answers: { gate: 'yes' } } });
  });

  it('that fails has a result that says so and a last event of the same words', async () => {
    const { serving } = await openRig();
    const turn = await serving.turn({ assistantId: 'error', input: { ms: 0 } }, { by: olivia });
    const events = await collect(turn.events);
    expect(events.at(-1)).toMatchObject({ mode: 'error', data: { code: 'internal' } });
    expect(await turn.result).toMatchObject({ status: 'error', error: { code: 'internal' } });
  });

  it.each(['signal', 'cancel'])('is stopped by its %s', async (by) => {
    const rig = await openRig();
    const abort = new AbortController();
    const turn = await rig.serving.turn({ assistantId: 'slow', input: { ms: 3000 }, signal: abort.signal }, { by: olivia });
    setTimeout(() => (by === 'signal' ? abort.abort() : void turn.cancel()), 50);
    expect((await turn.result).status).toBe('interrupted');
    expect(rig.seen.signals.at(-1)?.aborted).toBe(true);
  });

  it('shows tokens to who asks for tokens', async () => {
    const { serving } = await openRig();
    const turn = await serving.turn({ assistantId: 'echo', input: human('Olivia Brandt') }, { by: olivia, reveal: false });
    expect(JSON.stringify((await collect(turn.events)).map((each) => each.data))).not.toContain('Olivia Brandt');
    expect(JSON.stringify(await turn.result)).not.toContain('Olivia Brandt');
  });

  it('names the subgraph an event comes from', async () => {
    const { serving } = await openRig();
    const turn = await serving.turn({ assistantId: 'nested', input: { ms: 0 }, streamSubgraphs: true }, { by: olivia });
    const custom = (await collect(turn.events)).filter((each) => each.mode === 'custom');
    expect(custom).toMatchObject([{ namespace: [expect.stringMatching(/^inner:/)], data: { from: 'deep' } }]);
  });
});

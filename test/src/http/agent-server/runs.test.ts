import { describe, expect, it } from 'vitest';
import { collect, human, openRig, sdks } from './rig.ts';

describe.each(sdks)('runs with sdk $sdk', ({ make }) => {
  it('a run can be waited for and leaves its values in the thread', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const thread = await client.threads.create();
    const values = await client.runs.wait(thread.thread_id, 'echo', { input: human('hello') });
    expect(values).toMatchObject({
      messages: [
        { type: 'human', content: 'hello' },
        { type: 'ai', content: 'you said: hello' },
      ],
    });
    const after = await client.threads.get(thread.thread_id);
    expect(after.status).toBe('idle');
    expect(after.values).toEqual(values);
    expect(after.metadata).toMatchObject({ graph_id: 'echo' });
  });

  it('a streamed run names itself first and then gives every token once', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const thread = await client.threads.create();
    const events = await collect(
      client.runs.stream(thread.thread_id, 'echo', { input: human('say 50 words'), streamMode: 'messages-tuple' }),
    );
    expect(events[0]).toMatchObject({ event: 'metadata', data: { attempt: 1 } });
    const tokens = events
      .filter((each) => each.event === 'messages')
      .map((each) => (each.data as unknown as [{ content: string }])[0].content);
    expect(tokens.join('')).toBe(Array.from({ length: 50 }, (_, at) => `w${at} `).join(''));
  });

  it('an interrupt is answered by a scalar and the graph goes on', async () => {
    const rig = await openRig({ make });
    const client = rig.client();
    const thread = await client.threads.create();
    const parked = await client.runs.wait(thread.thread_id, 'ask', { input: { question: 'may I?' } });
    expect(parked).toMatchObject({ __interrupt__: [{ value: { question: 'may I?' } }] });
    expect((await client.threads.get(thread.thread_id)).status).toBe('interrupted');
    const values = await client.runs.wait(thread.thread_id, 'ask', { command: { resume: 'yes' } });
    expect(values).toMatchObject({ answers: { gate: 'yes', after: true } });
  });
});

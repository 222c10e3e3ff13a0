import { describe, expect, it } from 'vitest';
import { openData } from '../../../evals/bench/tau2/index.ts';
import { passHat } from '../../../evals/bench/tau2/pass-hat.ts';
import { runWithModel } from '../../../evals/bench/tau2/with-model.ts';
import { openAiStream, type Streamed } from '../../src/llm/stream-servers.ts';
import { outsideData } from './outside-data.ts';

describe('pass^k', () => {
  it.each([
    [[4, 4], 1, 1],
    [[4, 2], 1, 0.75],
    [[4, 2], 2, (1 + 1 / 6) / 2],
    [[4, 3], 4, 0.5],
    [[0, 0], 3, 0],
  ])('of %j passes in four trials, k %d is %d', (passed, k, expected) => {
    expect(
      passHat(
        passed.map((each) => ({ passed: each, trials: 4 })),
        k,
      ),
    ).toBeCloseTo(expected, 10);
  });
});

const folder = outsideData('tau2-retail') ?? '';
type Body = { readonly messages: readonly { readonly role: string; readonly content: string }[]; readonly tools?: readonly unknown[] };

describe.skipIf(folder === '')('the configured planner with a simulated customer', () => {
  it('a model that does as the reference passes its trials; one that stops short of the change does not', async () => {
    const data = openData(folder);
    const golden = data.goldens.find(({ id }) => id === '0');
    const [first, ...rest] = golden?.actions ?? [];
    let trial = 0;
    const customer = (messages: Body['messages']): Streamed => {
      if (messages.length > 2) return { text: '###STOP###' };
      trial += 1;
      return { text: 'I am Yusuf Rossi in zip code 19122; exchange my keyboard and my thermostat.' };
    };
    const agent = (messages: Body['messages']): Streamed => {
      const done = messages.filter(({ role }) => role === 'tool').length;
      const call = [first, ...rest][done];
      if (!call || (trial === 2 && done === rest.length)) return { text: 'That is all.' };
      // What the customer said reaches it in tokens.
      seen.push(messages.find(({ role }) => role === 'user')?.content ?? '');
      return { calls: [{ id: `c${done}`, name: call[0], arguments: JSON.stringify(call[1]) }] };
    };
    const seen: string[] = [];
    const wire = await openAiStream((raw) => {
      const { messages, tools = [] } = JSON.parse(raw) as Body;
      return tools.length === 0 ? customer(messages) : agent(messages);
    });
    try {
      const role = { provider: 'openai', model: 'm', baseUrl: wire.url };
      const report = await runWithModel({ data, models: { planner: role, judge: role }, trials: 2, tasks: ['0'] });
      expect(report).toEqual({ tasks: 1, trials: 2, passHat: [0.5, 0], byTask: { 0: 1 } });
      expect(seen[0]).toMatch(/<PERSON_\d/);
      expect(seen.join(' ')).not.toContain('Rossi');
    } finally {
      await wire.close();
    }
  });

  it('says which role has no model', async () => {
    await expect(runWithModel({ data: openData(folder), models: {}, trials: 1, tasks: ['0'] })).rejects.toMatchObject({
      code: 'llm.unavailable',
    });
  });
});

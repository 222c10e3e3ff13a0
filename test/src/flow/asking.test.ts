import { expect, it } from 'vitest';
import { askAs } from '../../../src/flow/asking.ts';
import type { Session } from '../../../src/flow/parts.ts';
import type { Agent } from '../../../src/index.ts';

const desk: Agent = {
  id: 'desk',
  role: 'Reads.',
  prompts: ['desk.read'],
  tools: [],
  limits: { maxModelCalls: 2, maxTokens: 300, timeoutMs: 5000 },
};
// Only what is counted is looked at here.
const session = (): Session => ({ asked: new Map() }) as unknown as Session;

it('a question may use what the limits of its agent leave', () => {
  expect(askAs(session(), desk, 'desk.read')).toEqual({ maxTokens: 300, deadlineMs: 5000 });
});

it('an agent asks a model as often as its limits allow, in one step', () => {
  const step = session();
  askAs(step, desk, 'desk.read');
  askAs(step, { ...desk, id: 'other' }, 'desk.read');
  askAs(step, desk, 'desk.read');
  expect(() => askAs(step, desk, 'desk.read')).toThrow(expect.objectContaining({ code: 'llm.budget', field: 'limits.maxModelCalls' }));
  expect(askAs(session(), desk, 'desk.read')).toBeDefined();
});

it('an agent has the prompts it names and no others', () => {
  expect(() => askAs(session(), desk, 'order-status.summary')).toThrow(expect.objectContaining({ code: 'capability.missing' }));
});

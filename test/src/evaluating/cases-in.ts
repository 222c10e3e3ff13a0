import type { EvalCase, Observed, PromptCase } from '../../../src/evaluating/index.ts';
import { sheetOf } from '../../../src/evaluating/index.ts';
import { StoredCase } from '../../../src/evaluating/cases.ts';
import { scoreCase } from '../../../src/evaluating/scorers.ts';
import { checkFaithful } from '../../../src/llm/index.ts';

export const shipped: PromptCase = {
  ...(StoredCase.parse({
    id: 'shipped',
    kind: 'prompt',
    locales: ['en'],
    facts: [
      { id: 'f1', type: 'id', label: 'order number', value: 'SO-78910' },
      { id: 'f2', type: 'enum', label: 'order status', value: 'shipped' },
      { id: 'f3', type: 'money', label: 'order total', amount: '182400.00', currency: 'EUR' },
      { id: 'f4', type: 'date', label: 'expected on', date: '2024-05-24' },
      { id: 'f5', type: 'token', label: 'customer', token: '<ORG_1>' },
    ],
    view: { order: { id: 'f1', status: 'shipped', total: 'f3' }, flags: { isShipped: true }, lines: [] },
    expect: { required: ['f1', 'f2'] },
  }) as Extract<StoredCase, { kind: 'prompt' }>),
  locale: 'en',
};

export function observedOf(text: string, more: Partial<Observed> = {}): Observed {
  return {
    text,
    locale: 'en',
    engine: 'narrator',
    facts: sheetOf(shipped),
    intents: [],
    calls: [],
    writes: [],
    state: {},
    sent: [],
    personal: [],
    tokens: 0,
    latencyMs: 1,
    ...more,
  };
}

/** What one scorer says. */
export async function scored(name: string, observed: Observed, options: Record<string, never> | object = {}, one: EvalCase = shipped) {
  const [score] = await scoreCase({ scorers: { [name]: options as Record<string, never> } }, one, observed, checkFaithful);
  if (!score) throw new Error('there is no score');
  return score;
}

import { z } from 'zod';
import type { LabelledMoment, ModelDefinition, ModelFeature, Observation } from '../../src/contracts/models.ts';
import { createRandom } from '../../src/learning/core/random.ts';
import { amountHead, binaryHead, boosting } from '../../src/learning/heads/index.ts';

const feature = (name: string, more: Partial<ModelFeature> & Pick<ModelFeature, 'from'>): ModelFeature => ({
  name,
  kind: 'number',
  description: `the ${name.replaceAll('_', ' ')}`,
  class: 'public',
  source: 'erp.invoices',
  ...more,
});
const own = (observation: string) => ({ of: 'self', observation, take: 'latest' }) as const;

/** A model small enough for tests: whether an invoice is paid late, and by how many days. */
export const smallModel: ModelDefinition = {
  id: 'small-late',
  version: '1.0.0',
  title: 'Late invoices',
  entity: 'invoice',
  ids: ['invoice_id'],
  features: [
    feature('amount', { from: own('amount'), class: 'financial', range: { min: 0 }, required: true }),
    feature('terms_days', { from: own('terms_days'), unit: 'days', range: { min: 0, max: 365 } }),
    feature('region', { from: own('region'), kind: 'category' }),
    feature('days_late_mean', { from: { of: 'customer', observation: 'days_late', take: 'mean', withinDays: 365 }, maxAgeDays: 180 }),
  ],
  heads: {
    late: binaryHead({ target: 'late', candidates: [] }),
    days: amountHead({ target: 'days', candidates: [boosting({ objective: 'squared' }, { trees: 20 })], atLeast: 0 }),
  },
  rule: ({ terms_days: terms }) => ({ output: { late_probability: terms === 0 ? 0.1 : 0.4, days_late: 0 } }),
  answer: ({ late, days }) => ({ output: { late_probability: late?.value ?? null, days_late: days?.value ?? null } }),
  leading: 'late',
  judgedBy: { output: 'late_probability', target: 'late', kind: 'binary' },
  card: { purpose: 'Who pays late', decides: 'Nothing by itself', limits: ['Made up'], owner: 'Finance' },
  output: z.object({ late_probability: z.number().min(0).max(1), days_late: z.number().min(0) }),
};

const dayMs = 86_400_000;
export const dayOf = (n: number): string => new Date(Date.UTC(2023, 0, 1) + n * dayMs).toISOString();

/** Invoices of customers of whom some always pay late; a customer's lateness is known when the invoice is paid. */
export function smallHistory(invoices: number, seed = 1): { observations: Observation[]; moments: LabelledMoment[] } {
  const random = createRandom(seed);
  const observations: Observation[] = [];
  const moments: LabelledMoment[] = [];
  for (let n = 0; n < invoices; n += 1) {
    const [invoice, customerNumber] = [`invoice:${90_000 + n}`, random.int(20)];
    const customer = `customer:${customerNumber}`;
    const billed = Math.floor((n * 700) / invoices);
    const amount = Math.round(100 + random.next() * 9000);
    const terms = [14, 30, 60][random.int(3)] ?? 30;
    const region = customerNumber % 3 === 0 ? 'south' : 'north';
    const pull = (customerNumber - 10) / 3 + (amount - 4500) / 3000 + (random.next() - 0.5) * 2;
    const late = Math.max(0, Math.round(pull * 6));
    const at = dayOf(billed);
    const paid = dayOf(billed + terms + late);
    const record = `erp/invoices/${90_000 + n}`;
    for (const [name, value] of Object.entries({ amount, terms_days: terms, region }))
      observations.push({ entity: invoice, name, value, at, record });
    observations.push({ entity: customer, name: 'days_late', value: late, at: paid, record });
    moments.push({ entity: invoice, asOf: at, outcomeAt: paid, targets: { late: late > 3, days: late }, links: { customer } });
  }
  return { observations, moments };
}

import { createHash } from 'node:crypto';

/**
 * Years of a sales pipeline with what became of every deal, written before and without looking at any forecaster. Deals open at random,
 * a better season brings more and wins more; sellers name a close date they rarely meet and push it, stages move with the truth and with
 * hope, amounts are discounted at the end, one deal in four needs goods with a lead time. Nothing here is known to a forecaster but what a
 * CRM shows: stage, amount and close date at each change.
 */
export type WorldDeal = {
  readonly id: string;
  readonly openedOn: number;
  readonly steps: readonly { readonly on: number; readonly stage: string; readonly amount: number; readonly closeOn: number }[];
  readonly closedOn: number;
  readonly isWon: boolean;
  readonly finalAmount: number;
  readonly lagDays: number;
};

export const stated: Readonly<Record<string, number>> = {
  Prospecting: 0.1,
  Qualification: 0.2,
  'Value Proposition': 0.5,
  'Proposal/Price Quote': 0.75,
  'Negotiation/Review': 0.9,
};
const stages = Object.keys(stated);

export function makeWorld(seed: number, years: number): readonly WorldDeal[] {
  const next = numbers(seed);
  const days = years * 365;
  const quarters = Array.from({ length: years * 4 + 8 }, () => 0.22 * normal(next));
  const deals: WorldDeal[] = [];
  for (let day = 0; day < days; day += 1) {
    const mood = quarters[Math.floor(day / 91)] ?? 0;
    const arrivals = count(next, 0.75 * Math.exp(0.5 * mood + 0.15 * Math.sin((2 * Math.PI * day) / 365)));
    for (let n = 0; n < arrivals; n += 1) deals.push(makeDeal(`deal-${deals.length + 1}`, day, quarters, next));
  }
  return deals;
}

function makeDeal(id: string, openedOn: number, quarters: readonly number[], next: () => number): WorldDeal {
  const amount = Math.round(18_000 * Math.exp(0.8 * normal(next)));
  const fit = normal(next);
  const lasts = 25 + Math.floor(110 * next() + 40 * Math.abs(normal(next)));
  const closedOn = openedOn + lasts;
  const mood = quarters[Math.floor(closedOn / 91)] ?? 0;
  const isWon = next() < 1 / (1 + Math.exp(-(-0.4 + 1.1 * fit + 0.9 * mood)));
  const steps: WorldDeal['steps'][number][] = [];
  // The date hoped for is rather early, and pushed whenever it passes.
  let hoped = openedOn + Math.floor(lasts * (0.7 + 0.5 * next()));
  let stage = 0;
  let asked = amount;
  for (let day = openedOn; day < closedOn; day += 7 + Math.floor(14 * next())) {
    const progress = (day - openedOn) / lasts;
    // A deal that will be lost stalls, so a late stage is worth about what the CRM states.
    const reached = Math.floor(progress * (isWon ? 4.4 : 2.9) + 0.35 * fit + 0.5 * normal(next));
    stage = Math.max(stage, Math.min(stages.length - 1, Math.max(0, reached)));
    if (hoped <= day) hoped = day + 5 + Math.floor((closedOn - day) * (0.5 + 0.8 * next()));
    if (next() < 0.1) asked = Math.round(asked * (0.85 + 0.25 * next()));
    steps.push({ on: day, stage: stages[stage] ?? 'Prospecting', amount: asked, closeOn: hoped });
  }
  return {
    id,
    openedOn,
    steps,
    closedOn,
    isWon,
    finalAmount: Math.round(asked * (0.86 + 0.14 * next())),
    lagDays: next() < 0.25 ? 21 + Math.floor(35 * next()) : 3,
  };
}

function numbers(seed: number): () => number {
  let block = 0;
  let at = 0;
  let bytes = createHash('sha256').update(`pipeline ${seed} 0`).digest();
  return () => {
    if (at + 6 > bytes.length) {
      block += 1;
      at = 0;
      bytes = createHash('sha256').update(`pipeline ${seed} ${block}`).digest();
    }
    const value = bytes.readUIntBE(at, 6) / 2 ** 48;
    at += 6;
    return value;
  };
}

function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

function count(next: () => number, mean: number): number {
  let [n, product] = [0, next()];
  for (const limit = Math.exp(-mean); product > limit; product *= next()) n += 1;
  return n;
}

import { daysBetween, addTo } from '../_shared/figures.ts';

/**
 * A deal as it was at every change, amounts as plain numbers: a forecast estimates, and only what is written becomes money again.
 * `closed` is missing while it is open. Days may be instants: a day counts as its first moment.
 */
export type DealHistory = {
  readonly id: string;
  readonly openedOn: string;
  readonly steps: readonly { readonly on: string; readonly stage: string; readonly amount: number; readonly closeOn: string }[];
  readonly closed?: { readonly on: string; readonly isWon: boolean; readonly amount: number };
};

/** Steps of time from a moment on; the last probability of a row is of everything later. */
export const stepDays = 30;
const planned = 4;

export type Rates = {
  readonly steps: number;
  /** Probability of being won in each step from now, by stage and the step the close date lies in. */
  landing(stage: string, closesIn: number): readonly number[];
  /** What is won is worth so much of what the deal said before. */
  readonly amountRatio: number;
  /** What came from deals that were not open at a moment, in each step after it; one figure per moment looked back at. */
  readonly unseen: readonly (readonly number[])[];
  /** How much wider than by chance of single deals the past was. */
  readonly spread: number;
  /** Moments looked back at. */
  readonly snapshots: number;
};

export type CalibrationOptions = {
  readonly steps: number;
  /** Probability by stage as the CRM states it, 0 to 1; the rule where there is no past, and the prior where there is little. */
  readonly stages: Readonly<Record<string, number>>;
  readonly lookBackSteps: number;
};

/** So many deals of the past the stated probability is worth. */
const priorDeals = 8;
const stateless = 0.3;
/** Where won deals land beside their close date, before anything was seen. */
const priorShape = [0.6, 0.25, 0.15];

/** Step the close date lies in; −1 where it has passed, because such deals land like no others. */
export function closesIn(closeOn: string, now: string): number {
  return Math.min(planned - 1, Math.max(-1, Math.floor(daysBetween(now, closeOn) / stepDays)));
}

type Seen = { readonly history: DealHistory; readonly stage: string; readonly amount: number; readonly closesIn: number };

/** The pipeline as it stood at a day. */
export function pipelineAt(histories: readonly DealHistory[], day: string): readonly Seen[] {
  return histories.flatMap((history) => {
    if (history.openedOn > day || (history.closed && history.closed.on <= day)) return [];
    const step = history.steps.findLast(({ on }) => on <= day);
    return step ? [{ history, stage: step.stage, amount: step.amount, closesIn: closesIn(step.closeOn, day.slice(0, 10)) }] : [];
  });
}

const landedIn = ({ closed }: DealHistory, day: string): number | undefined =>
  closed?.isWon === true ? Math.floor(daysBetween(day.slice(0, 10), closed.on.slice(0, 10)) / stepDays) : undefined;

/** Learns from the pipeline's own past where deals land; states the CRM's probabilities where there is none. */
export function calibrate(histories: readonly DealHistory[], today: string, options: CalibrationOptions): Rates {
  const days = Array.from({ length: options.lookBackSteps }, (_, back) => addTo(today, -(back + 1) * stepDays));
  const first = histories.reduce((least, { openedOn }) => (openedOn < least ? openedOn : least), today).slice(0, 10);
  const looks = days.filter((day) => day >= first).map((day, back) => ({ day, known: back + 1, seen: pipelineAt(histories, day) }));
  const landing = landingOf(looks, options);
  const ratio = ratioOf(looks);
  const unseen = looks.map(({ day, known, seen }) => unseenAfter(histories, day, seen, Math.min(known, options.steps)));
  const rates = { steps: options.steps, landing, amountRatio: ratio, unseen, spread: 1, snapshots: looks.length };
  return { ...rates, spread: spreadOf(looks, rates) };
}

type Look = { readonly day: string; readonly known: number; readonly seen: readonly Seen[] };

function landingOf(looks: readonly Look[], { steps, stages }: CalibrationOptions): Rates['landing'] {
  const cells = new Map<string, { landed: number[]; exposed: number[] }>();
  for (const { day, known, seen } of looks)
    for (const one of seen) {
      const key = `${one.stage}|${one.closesIn}`;
      const cell = cells.get(key) ?? { landed: Array<number>(steps).fill(0), exposed: Array<number>(steps).fill(0) };
      cells.set(key, cell);
      const landed = landedIn(one.history, day);
      for (let step = 0; step < Math.min(known, steps); step += 1) {
        cell.exposed[step] = (cell.exposed[step] ?? 0) + 1;
        if (landed === step) cell.landed[step] = (cell.landed[step] ?? 0) + 1;
      }
    }
  return (stage, closing) => {
    const cell = cells.get(`${stage}|${closing}`);
    const stated = stages[stage] ?? stateless;
    return Array.from({ length: steps }, (_, step) => {
      const prior = stated * (priorShape[step - Math.max(0, closing)] ?? 0);
      return ((cell?.landed[step] ?? 0) + priorDeals * prior) / ((cell?.exposed[step] ?? 0) + priorDeals);
    });
  };
}

function ratioOf(looks: readonly Look[]): number {
  let [said, came] = [0, 0];
  for (const { seen } of looks)
    for (const { history, amount } of seen)
      if (history.closed?.isWon === true) {
        said += amount;
        came += history.closed.amount;
      }
  return said > 0 ? came / said : 1;
}

function unseenAfter(histories: readonly DealHistory[], day: string, seen: readonly Seen[], steps: number): readonly number[] {
  const known = new Set(seen.map(({ history }) => history.id));
  const sums = Array<number>(steps).fill(0);
  for (const history of histories) {
    if (known.has(history.id) || history.openedOn <= day) continue;
    const step = landedIn(history, day);
    if (step !== undefined && step >= 0 && step < steps) sums[step] = (sums[step] ?? 0) + (history.closed?.amount ?? 0);
  }
  return sums;
}

const normal80 = 1.2816;

/** What was forecast then against what came, in standard deviations of single deals' chances; four in five have to lie inside. */
function spreadOf(looks: readonly Look[], rates: Rates): number {
  const scores: number[] = [];
  for (const { day, known, seen } of looks)
    for (let step = 0; step < Math.min(known, 3, rates.steps); step += 1) {
      const others = rates.unseen.flatMap((sums) => sums[step] ?? []);
      let [mean, variance] = [average(others), varianceOf(others)];
      let came = rates.unseen[looks.findIndex((look) => look.day === day)]?.[step] ?? 0;
      for (const { history, stage, amount, closesIn: closing } of seen) {
        const chance = rates.landing(stage, closing)[step] ?? 0;
        const worth = amount * rates.amountRatio;
        mean += chance * worth;
        variance += chance * (1 - chance) * worth * worth;
        if (landedIn(history, day) === step) came += history.closed?.amount ?? 0;
      }
      if (variance > 0) scores.push(Math.abs(came - mean) / Math.sqrt(variance));
    }
  if (scores.length < 10) return 1;
  const sorted = scores.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length - 1, Math.ceil(0.8 * (sorted.length + 1)) - 1);
  return Math.min(3, Math.max(0.6, (sorted[rank] ?? normal80) / normal80));
}

export const average = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((all, value) => all + value, 0) / values.length;

function varianceOf(values: readonly number[]): number {
  const mean = average(values);
  return values.length < 2 ? 0 : values.reduce((all, value) => all + (value - mean) ** 2, 0) / (values.length - 1);
}

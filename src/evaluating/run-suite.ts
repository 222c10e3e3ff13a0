import { createHash } from 'node:crypto';
import { canonicalJson } from '../contracts/json.ts';
import type { EvalCase } from './cases.ts';
import type { Engine, Judged, Observed, PromptUsed, Score } from './evaluated.ts';
import { judgeCase } from './judging.ts';
import { isJudge } from './rubrics.ts';
import { scoreCase, scorersVersion } from './scorers.ts';
import type { Suite } from './suites.ts';

export type Trial = {
  readonly observed?: Observed;
  readonly scores: readonly Score[];
  readonly pass: boolean;
  readonly error?: string;
  /** Beside the scores: the gate does not see it. */
  readonly judged?: readonly Judged[];
};
export type CaseRun = {
  readonly id: string;
  readonly tags: readonly string[];
  readonly trials: readonly Trial[];
  readonly passes: number;
  /** Deterministic engines: of the text and all that came of it, without white space. */
  readonly says?: string;
  /** A second run of a deterministic engine gave other bytes. */
  readonly isUnstable?: true;
};
export type SuiteRun = {
  readonly suite: string;
  readonly description: string;
  readonly engine: string;
  readonly isDeterministic: boolean;
  readonly datasetHash: string;
  readonly scorersVersion: string;
  readonly scorers: readonly string[];
  readonly prompts: { readonly [id: string]: PromptUsed };
  readonly trials: number;
  readonly cases: readonly CaseRun[];
  readonly gate: Suite['gate'];
};

export type RunOptions = {
  readonly trials?: number;
  readonly concurrency: number;
  readonly shard?: { readonly index: number; readonly of: number };
  readonly signal: AbortSignal;
  readonly onCase?: (done: number, total: number) => void;
};

/** Which share of a suite a machine takes; the same case always falls to the same one. */
export function inShard(id: string, shard: RunOptions['shard']): boolean {
  return shard === undefined || createHash('sha256').update(id).digest().readUInt32BE(0) % shard.of === shard.index - 1;
}

/**
 * Runs a suite's cases: a deterministic engine twice, to see that its bytes hold, a sampled one as often as the suite or the
 * caller says. A case that could not be run is an error and no pass. Rejects when the signal aborts.
 */
export async function runSuite(suite: Suite, engine: Engine, options: RunOptions): Promise<SuiteRun> {
  const trials = engine.isDeterministic ? 1 : (options.trials ?? suite.trials);
  const cases = suite.data.cases.filter(({ id }) => inShard(id, options.shard));
  const rounds = engine.isDeterministic ? 2 : trials;
  const made: Trial[][] = cases.map(() => []);
  const again: string[] = [];
  let done = 0;
  // Round by round: a case's second trial meets the world the first has left, as its first met the cases before it.
  for (let round = 0; round < rounds; round += 1)
    await pooled(cases, options.concurrency, async (one, at) => {
      options.signal.throwIfAborted();
      if (engine.isDeterministic && round === 1) again[at] = saysOf(await observe(engine, suite, one, round, options.signal));
      else made[at]?.push(await tried(engine, suite, one, round, options.signal));
      done += 1;
      options.onCase?.(done, cases.length * rounds);
    });
  return {
    suite: suite.id,
    description: suite.description,
    engine: engine.name,
    isDeterministic: engine.isDeterministic,
    datasetHash: suite.data.hash,
    scorersVersion,
    scorers: Object.keys(suite.scorers)
      .filter((name) => !isJudge(name))
      .toSorted(),
    prompts: engine.prompts(suite),
    trials,
    gate: suite.gate,
    cases: cases.map((one, at) => caseRun(one, made[at] ?? [], engine.isDeterministic ? (again[at] ?? '') : undefined)),
  };
}

async function tried(engine: Engine, suite: Suite, one: EvalCase, round: number, signal: AbortSignal): Promise<Trial> {
  const observed = await observe(engine, suite, one, round, signal);
  if ('error' in observed) return { scores: [], pass: false, error: observed.error };
  const scores = await scoreCase(suite, one, observed, engine.checkFacts);
  const pass = scores.length > 0 && scores.every((score) => score.pass && score.error !== true);
  const judged = await judgedBeside(engine, suite, one, observed, signal);
  return { observed, scores, pass, ...(judged.length === 0 ? {} : { judged }) };
}

async function judgedBeside(
  engine: Engine,
  suite: Suite,
  one: EvalCase,
  observed: Observed,
  signal: AbortSignal,
): Promise<readonly Judged[]> {
  if (!Object.keys(suite.scorers).some(isJudge)) return [];
  const checked = observed.facts && engine.checkFacts(observed.text, observed.facts, { locale: observed.locale, required: [] });
  return judgeCase(suite, { case: one, observed, checked }, engine.judge?.bind(engine), signal);
}

async function observe(
  engine: Engine,
  suite: Suite,
  one: EvalCase,
  round: number,
  signal: AbortSignal,
): Promise<Observed | { readonly error: string }> {
  try {
    return await engine.run(suite, one, round, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { error: thrown instanceof Error ? thrown.message : 'it could not be run' };
  }
}

function caseRun({ id, tags }: EvalCase, trials: readonly Trial[], again: string | undefined): CaseRun {
  const passes = trials.filter((trial) => trial.pass).length;
  if (again === undefined) return { id, tags, trials, passes };
  const says = saysOf(trials[0]?.observed ?? { error: trials[0]?.error ?? '' });
  // Bytes are held against bytes; only what is kept for later forgives white space.
  return { id, tags, trials, passes, says: hashOf(says), ...(says === again ? {} : { isUnstable: true }) };
}

/** All that came of a case and is the same every time: no times, no ids. */
function saysOf(observed: Observed | { readonly error: string }): string {
  if ('error' in observed) return canonicalJson(observed);
  const { text, json, calls, writes, state, waitsFor, intents } = observed;
  return canonicalJson({ text, json: json ?? null, calls, writes, state, waitsFor: waitsFor ?? null, intents });
}

function hashOf(text: string): string {
  // White space inside JSON text is written as escapes; two ways to write it are one.
  return createHash('sha256')
    .update(text.replace(/(?:\\n|\\t|\s)+/g, ' '))
    .digest('hex')
    .slice(0, 16);
}

async function pooled<T>(items: readonly T[], width: number, work: (item: T, at: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next;
      next += 1;
      const item = items[at];
      if (item !== undefined) await work(item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(width, items.length)) }, worker));
}

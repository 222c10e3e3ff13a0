import type { Baseline } from './baseline.ts';
import { meansOf } from './baseline.ts';
import { inForce, type Quarantined } from './quarantine.ts';
import { inShard, type CaseRun, type RunOptions, type SuiteRun } from './run-suite.ts';
import { isHard } from './scorers.ts';
import { mcnemar, quantile } from './statistics.ts';

export type Finding = { readonly case: string; readonly what: string };
export type Verdict = {
  readonly suite: string;
  /** 0 fine, 1 a regression, 2 could not be judged, 3 the baseline is stale or missing. */
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly errors: readonly Finding[];
  readonly regressions: readonly Finding[];
  readonly stale: readonly string[];
  readonly improved: readonly Finding[];
  /** Failed when the baseline was accepted and fail now. */
  readonly known: readonly Finding[];
  readonly quarantined: readonly Finding[];
  readonly lowered: readonly Finding[];
  /** Prompts that speak with another version than the baseline's; by themselves no reason to fail. */
  readonly newVersions: readonly { readonly id: string; readonly from: string; readonly to: string }[];
};

export type GateOptions = { readonly quarantine: readonly Quarantined[]; readonly now: Date; readonly shard?: RunOptions['shard'] };

/**
 * What a run means beside its baseline. Deterministic engines: any case that passed and does not, any text that says
 * something else, any second run with other bytes. Sampled ones: a paired test on majorities, a case that never failed and
 * always does now, one breach of what must never happen. Without a baseline nothing passes.
 */
export function judge(run: SuiteRun, baseline: Baseline | undefined, options: GateOptions): Verdict {
  const guarded = new Map(
    inForce(options.quarantine, options.now)
      .filter((row) => row.case.startsWith(`${run.suite}/`))
      .map((row) => [row.case.slice(run.suite.length + 1), row]),
  );
  const gating = run.cases.filter(({ id }) => !guarded.has(id));
  const errors = gating.flatMap(errorsOf);
  const lost = gating.flatMap((one) => lossOf(one, baseline, run));
  const regressions = [
    ...lost.filter((each) => each.fails),
    ...(run.isDeterministic || !baseline ? [] : trendOf(gating, baseline)),
    ...budgets(run),
  ].map((found) => ({ case: found.case, what: found.what }));
  const stale = staleness(run, baseline, options);
  const exitCode = errors.length > 0 ? 2 : regressions.length > 0 ? 1 : stale.length > 0 ? 3 : 0;
  return {
    suite: run.suite,
    exitCode,
    errors,
    regressions,
    stale,
    improved: gating.flatMap((one) => (isBetter(one, baseline) ? [{ case: one.id, what: 'passes now' }] : [])),
    known: lost.filter((each) => !each.fails).map((found) => ({ case: found.case, what: found.what })),
    quarantined: run.cases.flatMap((one) => {
      const row = guarded.get(one.id);
      return row && one.passes < one.trials.length ? [{ case: one.id, what: `${row.reason}; until ${row.expires}` }] : [];
    }),
    lowered: gating.flatMap((one) => loweredOf(one, baseline)),
    newVersions: versionsOf(run, baseline),
  };
}

type Loss = Finding & { readonly fails: boolean };

function errorsOf({ id, trials }: CaseRun): readonly Finding[] {
  if (trials.length === 0) return [{ case: id, what: 'it was not run' }];
  return trials.flatMap((trial) => [
    ...(trial.error === undefined ? [] : [{ case: id, what: trial.error }]),
    ...trial.scores
      .filter(({ error }) => error === true)
      .map(({ name, detail }) => ({ case: id, what: `${name}: ${detail ?? 'it broke'}` })),
  ]);
}

function lossOf(one: CaseRun, baseline: Baseline | undefined, run: SuiteRun): readonly Loss[] {
  const before = baseline?.cases[one.id];
  const found = run.isDeterministic ? lostForCertain(one, before) : lostInTrials(one, before);
  return found ? [{ case: one.id, ...found }] : [];
}

type Before = Baseline['cases'][string] | undefined;
type Lost = Omit<Loss, 'case'> | undefined;

function lostForCertain(one: CaseRun, before: Before): Lost {
  if (one.isUnstable) return { what: 'a second run gave other bytes', fails: true };
  const { passed, of } = countIn(before);
  if (one.passes < one.trials.length) return { what: failingOf(one), fails: !before || passed === of };
  if (before?.says === undefined || before.says === one.says) return undefined;
  return { what: 'it says something else than what was accepted', fails: true };
}

function lostInTrials(one: CaseRun, before: Before): Lost {
  const breach = one.trials.flatMap(({ scores }) => scores).find(({ name, pass }) => isHard(name) && !pass);
  if (breach) return { what: `${breach.name}: ${breach.detail ?? 'failed'}`, fails: true };
  if (one.passes === one.trials.length) return undefined;
  const { passed, of } = countIn(before);
  const why = failingOf(one);
  if (of > 0 && passed === of && one.passes === 0) return { what: `${passed}/${of} → 0/${one.trials.length}: ${why}`, fails: true };
  return { what: `${one.passes}/${one.trials.length}: ${why}`, fails: false };
}

function countIn(before: Before): { readonly passed: number; readonly of: number } {
  const [passed = 0, of = 0] = before?.pass.split('/').map(Number) ?? [];
  return { passed, of };
}

/** Majorities of cases both have, paired. */
function trendOf(cases: readonly CaseRun[], baseline: Baseline): readonly Finding[] {
  let lost = 0;
  let won = 0;
  for (const one of cases) {
    const { passed, of } = countIn(baseline.cases[one.id]);
    if (of === 0) continue;
    const [was, is] = [passed * 2 > of, one.passes * 2 > one.trials.length];
    if (was && !is) lost += 1;
    if (!was && is) won += 1;
  }
  const p = mcnemar(lost, won);
  return p < 0.05 ? [{ case: '(all)', what: `${lost} cases lost and ${won} won: no chance does that (p = ${p.toFixed(4)})` }] : [];
}

function budgets({ gate, cases }: SuiteRun): readonly Finding[] {
  const observed = cases.flatMap(({ trials }) => trials.flatMap((trial) => trial.observed ?? []));
  const tokens = observed.reduce((sum, each) => sum + each.tokens, 0);
  const p95 = quantile(
    observed.map(({ latencyMs }) => latencyMs),
    0.95,
  );
  return [
    ...(gate.maxTokens !== undefined && tokens > gate.maxTokens
      ? [{ case: '(all)', what: `${tokens} tokens; at most ${gate.maxTokens}` }]
      : []),
    ...(gate.p95Ms !== undefined && p95 > gate.p95Ms
      ? [{ case: '(all)', what: `95 of 100 within ${Math.round(p95)} ms; at most ${gate.p95Ms} ms` }]
      : []),
  ];
}

function staleness(run: SuiteRun, baseline: Baseline | undefined, { shard }: GateOptions): readonly string[] {
  if (!baseline) return [`there is no baseline of ${run.suite} with ${run.engine}: look at the run and accept it`];
  const ids = new Set(run.cases.map(({ id }) => id));
  const gone = Object.keys(baseline.cases).filter((id) => inShard(id, shard) && !ids.has(id));
  const fresh = run.cases.filter(({ id }) => !baseline.cases[id]).map(({ id }) => id);
  const changed = Object.entries(run.prompts).filter(([id, { version, hash }]) => {
    const before = baseline.prompts[id];
    return before !== undefined && before.version === version && before.hash !== hash;
  });
  return [
    ...(run.datasetHash === baseline.datasetHash ? [] : [`the dataset changed: ${fresh.length} cases are new, ${gone.length} are gone`]),
    ...(run.datasetHash === baseline.datasetHash && fresh.length + gone.length > 0 ? ['the suite takes other cases of its dataset'] : []),
    ...(run.scorersVersion === baseline.scorersVersion && run.scorers.join() === baseline.scorers.join() ? [] : ['the scorers changed']),
    ...changed.map(([id, { version }]) => `the prompt ${id} changed but is still version ${version}`),
    ...(run.trials < baseline.trials ? [`${run.trials} trials; the baseline has ${baseline.trials}`] : []),
  ];
}

function versionsOf(run: SuiteRun, baseline: Baseline | undefined): Verdict['newVersions'] {
  return Object.entries(run.prompts).flatMap(([id, { version }]) => {
    const before = baseline?.prompts[id];
    return before && before.version !== version ? [{ id, from: before.version, to: version }] : [];
  });
}

function isBetter(one: CaseRun, baseline: Baseline | undefined): boolean {
  const { passed, of } = countIn(baseline?.cases[one.id]);
  return of > 0 && passed / of < one.passes / one.trials.length;
}

function loweredOf(one: CaseRun, baseline: Baseline | undefined): readonly Finding[] {
  const before = baseline?.cases[one.id];
  if (!before) return [];
  return meansOf(one)
    .filter(([name, mean]) => mean < (before.scores?.[name] ?? 1) - 1e-9)
    .map(([name, mean]) => ({ case: one.id, what: `${name} ${before.scores?.[name] ?? 1} → ${mean}` }));
}

/** What failed in the first trial that did. */
export function failingOf({ trials }: CaseRun): string {
  const trial = trials.find((each) => !each.pass);
  if (trial?.error !== undefined) return trial.error;
  return (trial?.scores ?? [])
    .filter(({ pass }) => !pass)
    .map(({ name, detail, evidence }) => `${name}: ${detail ?? 'failed'}${evidence?.length ? ` (${evidence.slice(0, 3).join('; ')})` : ''}`)
    .join(' · ');
}

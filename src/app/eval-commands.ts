import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EvalCommands, EvalOutcome, EvalRunOptions, EvalVerdict } from '../contracts/commands.ts';
import { CountersignError } from '../contracts/errors.ts';
import { loadConfig } from '../config/load.ts';
import { packageHome } from '../config/home.ts';
import {
  baselineOf,
  countsOf,
  isScorer,
  judge,
  judgedOf,
  judgedLines,
  junitOf,
  readBaseline,
  readQuarantine,
  readSuites,
  readTexts,
  reportHtml,
  runSuite,
  summaryOf,
  type Engine,
  type Reported,
  type Suite,
} from '../evaluating/index.ts';
import { checkFaithful } from '../llm/index.ts';
import { loadPrompts, type PromptFolder } from '../prompting/index.ts';
import { accept } from './evals/accept.ts';
import { addCases } from './evals/add-from-run.ts';
import { createEngine, createReplay } from './evals/engine.ts';
import { readRunFile, writeRunFile } from './evals/run-file.ts';
import { readPromptFolders } from './installation.ts';
import { systemClock } from './system.ts';

/** Suites run, held against baselines, reported, accepted. */
export const evalCommands: EvalCommands = {
  async run(options, progress) {
    const folder = folderOf(options.folder);
    const suites = chosen(readSuites(folder, isScorer), options.suites);
    const shard = shardOf(options.shard);
    const quarantine = readQuarantine(folder);
    refuseUnknownCases(quarantine, folder);
    // A baseline that cannot be read is found out before anything has run.
    const baselines = new Map(suites.map(({ id }) => [id, readBaseline(folder, id, options.engine)]));
    const engine = await engineOf(options, folder);
    const total = suites.reduce((sum, { data }) => sum + data.cases.length, 0);
    const reported: Reported[] = [];
    try {
      let before = 0;
      for (const suite of suites) {
        const run = await runSuite(suite, engine, {
          concurrency: options.concurrency,
          signal: options.signal,
          ...(options.trials === undefined ? {} : { trials: options.trials }),
          ...(shard === undefined ? {} : { shard }),
          onCase: (done, of) => progress(before + Math.floor((done / of) * suite.data.cases.length), total, suite.id),
        });
        before += suite.data.cases.length;
        const baseline = baselines.get(suite.id);
        const verdict = judge(run, baseline, { quarantine, now: systemClock.now(), ...(shard === undefined ? {} : { shard }) });
        const diffs = Object.entries(baseline?.prompts ?? {}).map(([id, used]) => [id, engine.promptDiff?.(id, used) ?? ''] as const);
        const promptDiffs = Object.fromEntries(diffs.filter(([, diff]) => diff !== ''));
        reported.push({ run, verdict, accepted: readTexts(folder, suite.id, engine.name), promptDiffs, checkFacts: engine.checkFacts });
      }
    } finally {
      await engine.close();
    }
    const notes = expiredRows(quarantine);
    return { ...outcomeOf(reported, notes), files: writeReports(options.out ?? outOf(options.folder), reported, shard !== undefined) };
  },

  async compare({ base, next }) {
    const before = readRunFile(base);
    const reported = readRunFile(next).runs.map((run): Reported => {
      const old = before.runs.find((each) => each.suite === run.suite);
      const verdict = judge(run, old && baselineOf(old, 'the run it is compared with'), { quarantine: [], now: systemClock.now() });
      const texts = (old?.cases ?? []).map(({ id, trials }) => [id, trials[0]?.observed?.text ?? ''] as const);
      return { run, verdict, accepted: new Map(texts), promptDiffs: {}, checkFacts: checkFaithful };
    });
    return { ...outcomeOf(reported, []), files: [] };
  },

  async accept(options) {
    const folder = folderOf(options.folder);
    return accept({
      ...options,
      run: options.run ?? join(outOf(options.folder), 'run.json'),
      folder,
      suites: readSuites(folder, isScorer),
      only: options.suites,
      promptFolders: promptFoldersOf(options.prompts),
    });
  },

  async show(options) {
    const { runs, verdicts } = readRunFile(options.run ?? join(outOf(options.folder), 'run.json'));
    const reported = runs.flatMap((run): Reported[] => {
      const verdict = verdicts.find((each) => each.suite === run.suite);
      return verdict ? [{ run, verdict, accepted: new Map(), promptDiffs: {}, checkFacts: checkFaithful }] : [];
    });
    return { ...outcomeOf(reported, []), files: [] };
  },

  async add(options) {
    const { config } = loadConfig({
      cwd: process.cwd(),
      env: process.env,
      ...(options.config === undefined ? {} : { file: options.config }),
    });
    return addCases({ ...options, folder: folderOf(options.folder), config });
  },
};

function folderOf(given: string | undefined): string {
  if (given !== undefined) {
    if (existsSync(given)) return resolve(given);
    throw new CountersignError('input.invalid', `There is no folder ${given}`, { field: 'folder' });
  }
  const own = resolve('evals');
  return existsSync(join(own, 'suites')) ? own : join(packageHome(), 'evals');
}

/** Where a run leaves its reports: never inside the program, which may be installed for many. */
function outOf(given: string | undefined): string {
  return given === undefined ? resolve('evals', 'out') : join(resolve(given), 'out');
}

function promptFoldersOf(given: string | undefined): readonly PromptFolder[] {
  if (given === undefined) return readPromptFolders([]);
  if (!existsSync(given)) throw new CountersignError('input.invalid', `There is no folder ${given}`, { field: 'prompts' });
  return [{ dir: resolve(given), prompts: loadPrompts(resolve(given)) }];
}

function chosen(suites: readonly Suite[], names: readonly string[]): readonly Suite[] {
  const unknown = names.find((name) => !suites.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new CountersignError('input.invalid', `There is no suite ${unknown}; there are ${suites.map(({ id }) => id).join(', ')}`, {
      field: 'suite',
    });
  return names.length === 0 ? suites : suites.filter(({ id }) => names.includes(id));
}

function shardOf(given: string | undefined): { index: number; of: number } | undefined {
  if (given === undefined) return undefined;
  const [, index = 0, of = 0] = (/^(\d{1,3})\/(\d{1,3})$/.exec(given) ?? []).map(Number);
  if (index < 1 || index > of) throw new CountersignError('input.invalid', `${given} is no share such as 2/3`, { field: 'shard' });
  return { index, of };
}

async function engineOf(options: EvalRunOptions, folder: string): Promise<Engine> {
  const prompts = promptFoldersOf(options.prompts);
  if (options.engine === 'replay') return createReplay(options.answers ?? join(folder, 'cassettes', 'answers.jsonl'), prompts);
  const { config, folder: home } = loadConfig({
    cwd: process.cwd(),
    env: process.env,
    ...(options.config === undefined ? {} : { file: options.config }),
  });
  return createEngine(options.engine, { config, prompts, content: options.content ?? config.content, folder: home });
}

/** A row for a case that is gone would protect whoever gets its name next. */
function refuseUnknownCases(rows: ReturnType<typeof readQuarantine>, folder: string): void {
  if (rows.length === 0) return;
  const known = new Set(readSuites(folder, isScorer).flatMap(({ id, data }) => data.cases.map((one) => `${id}/${one.id}`)));
  const gone = rows.find((each) => !known.has(each.case));
  if (gone) throw new CountersignError('input.invalid', `quarantine.json names ${gone.case}, which is no case`, { field: gone.case });
}

function expiredRows(rows: ReturnType<typeof readQuarantine>): readonly string[] {
  const today = systemClock.now().toISOString().slice(0, 10);
  return rows.filter(({ expires }) => expires < today).map((each) => `${each.case} counts again: its quarantine ended on ${each.expires}`);
}

function outcomeOf(reported: readonly Reported[], notes: readonly string[]): Omit<EvalOutcome, 'files'> {
  const verdicts = reported.map((one): EvalVerdict => {
    const { errors, regressions, stale, improved, newVersions, exitCode } = one.verdict;
    return { suite: one.run.suite, engine: one.run.engine, ...countsOf(one), exitCode, errors, regressions, stale, improved, newVersions };
  });
  const codes = verdicts.map(({ exitCode }) => exitCode);
  // Nothing was looked at: that is no pass.
  const exitCode = codes.length === 0 || codes.includes(2) ? 2 : codes.includes(1) ? 1 : codes.includes(3) ? 3 : 0;
  return { exitCode, verdicts, notes: [...notes, ...judgedNotes(reported)] };
}

/** What judges said, and once for all suites why the others did not. */
function judgedNotes(reported: readonly Reported[]): readonly string[] {
  const silent = new Map<string, Set<string>>();
  for (const { run } of reported)
    for (const { name, why } of judgedOf(run.cases.flatMap(({ trials }) => trials)).skipped)
      silent.set(why, (silent.get(why) ?? new Set()).add(name));
  const spoke = reported.flatMap(({ run }) => judgedLines(run).map((line) => `${run.suite}: ${line}`));
  return [...spoke, ...[...silent].map(([why, names]) => `${[...names].toSorted().join(', ')} skipped: ${why}`)];
}

function writeReports(out: string, reported: readonly Reported[], isPart: boolean): readonly string[] {
  mkdirSync(out, { recursive: true });
  const files = { 'junit.xml': junitOf(reported), 'summary.md': summaryOf(reported), 'report.html': reportHtml(reported, 'Evaluations') };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text);
  writeRunFile(
    out,
    reported.map(({ run }) => run),
    reported.map(({ verdict }) => verdict),
    isPart,
  );
  return ['run.json', 'answers.jsonl', ...Object.keys(files)].map((name) => join(out, name));
}

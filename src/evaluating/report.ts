import type { CheckFacts } from './evaluated.ts';
import { failingOf, type Verdict } from './gate.ts';
import { judgedOf } from './judging.ts';
import type { SuiteRun } from './run-suite.ts';

/** Everything a report shows of one suite. `accepted` are the texts of the baseline. */
export type Reported = {
  readonly run: SuiteRun;
  readonly verdict: Verdict;
  readonly accepted: ReadonlyMap<string, string>;
  /** Unified diffs of prompts that changed, by id. */
  readonly promptDiffs: Readonly<Record<string, string>>;
  readonly checkFacts: CheckFacts;
};

export function countsOf({ run, verdict }: Pick<Reported, 'run' | 'verdict'>): { passed: number; failed: number; skipped: number } {
  const skipped = new Set(verdict.quarantined.map((found) => found.case));
  const counted = run.cases.filter(({ id }) => !skipped.has(id));
  // A text that says something else than what was accepted has failed, however well its facts stand.
  const regressed = new Set(verdict.regressions.map((found) => found.case));
  const failed = counted.filter(({ id, passes, trials }) => passes < trials.length || trials.length === 0 || regressed.has(id)).length;
  return { passed: counted.length - failed, failed, skipped: skipped.size };
}

/** The last line of every run. */
export function closingLine(all: readonly Pick<Reported, 'run' | 'verdict'>[]): string {
  const sum = all
    .map(countsOf)
    .reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }), {
      passed: 0,
      failed: 0,
      skipped: 0,
    });
  return `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`;
}

/** What judges said of a suite, a sentence a rubric; none of it counts. */
export function judgedLines({ cases }: SuiteRun): readonly string[] {
  return judgedOf(cases.flatMap(({ trials }) => trials)).spoke.map(
    ({ name, texts, mean, low }) => `${name} ${mean.toFixed(2)} over ${texts} texts, ${low} of them low; it does not count`,
  );
}

export const sayings = ['as accepted', 'regression', 'could not be judged', 'baseline is stale'] as const;

const xml = (text: string): string =>
  text
    // Characters XML has no place for.
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '�')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');

/** A case is a test case, failing scorers its failures, a case in quarantine is skipped. */
export function junitOf(all: readonly Reported[]): string {
  const suites = all.map(({ run, verdict }) => {
    const { failed, skipped } = countsOf({ run, verdict });
    const quarantined = new Map(verdict.quarantined.map((found) => [found.case, found.what]));
    const found = new Map([...verdict.errors, ...verdict.regressions].map((each) => [each.case, each.what]));
    const rows = run.cases.map((one) => {
      const open = `    <testcase classname="${xml(run.suite)}" name="${xml(one.id)}"`;
      const skip = quarantined.get(one.id);
      if (skip !== undefined) return `${open}><skipped message="${xml(skip)}"/></testcase>`;
      const what = found.get(one.id) ?? (one.passes < one.trials.length ? failingOf(one) : undefined);
      return what === undefined ? `${open}/>` : `${open}><failure message="${xml(what)}"/></testcase>`;
    });
    const other = [...verdict.stale, ...verdict.regressions.filter((each) => each.case === '(all)').map(({ what }) => what)];
    const whole = other.map(
      (what) => `    <testcase classname="${xml(run.suite)}" name="(suite)"><failure message="${xml(what)}"/></testcase>`,
    );
    return [
      `  <testsuite name="${xml(run.suite)}@${xml(run.engine)}" tests="${run.cases.length + whole.length}" failures="${failed + whole.length}" skipped="${skipped}">`,
      ...rows,
      ...whole,
      '  </testsuite>',
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

const cell = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[\\|`<>*_[\]]/g, (char) => `\\${char}`);

/** For a pull request: a table, then what changed. Nothing in it is markup of a model's. */
export function summaryOf(all: readonly Reported[]): string {
  const rows = all.map(({ run, verdict }) => {
    const { passed, failed, skipped } = countsOf({ run, verdict });
    return `| ${cell(run.suite)} | ${run.engine} | ${passed} | ${failed} | ${skipped} | ${sayings[verdict.exitCode]} |`;
  });
  const details = all.flatMap(({ run, verdict }) => {
    const found = [
      ...verdict.errors.map((each) => `- **could not be judged** ${cell(each.case)}: ${cell(each.what)}`),
      ...verdict.regressions.map((each) => `- **worse** ${cell(each.case)}: ${cell(each.what)}`),
      ...verdict.stale.map((what) => `- **stale** ${cell(what)}`),
      ...verdict.improved.map((each) => `- better ${cell(each.case)}: accept it`),
      ...verdict.newVersions.map(({ id, from, to }) => `- new version of ${cell(id)}: ${from} → ${to}`),
      ...judgedLines(run).map((line) => `- beside: ${cell(line)}`),
    ];
    return found.length === 0
      ? []
      : [`\n## ${cell(run.suite)}`, ...found.slice(0, 60), ...(found.length > 60 ? [`- and ${found.length - 60} more`] : [])];
  });
  return [
    '# Evaluations',
    '',
    '| suite | engine | passed | failed | skipped | |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...details,
    '',
    closingLine(all),
    '',
  ].join('\n');
}

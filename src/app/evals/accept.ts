import { CountersignError } from '../../contracts/errors.ts';
import { readBaseline, writeBaseline, type Suite, type SuiteRun } from '../../evaluating/index.ts';
import { readLock, type PromptFolder } from '../../prompting/index.ts';
import { readRunFile } from './run-file.ts';

type AcceptOptions = {
  readonly folder: string;
  readonly run: string;
  readonly reason: string;
  readonly isCi: boolean;
  readonly suites: readonly Suite[];
  readonly only: readonly string[];
  readonly promptFolders: readonly PromptFolder[];
};

/**
 * Makes the run somebody has looked at the baseline; all suites of it or none. input.invalid under CI, where the run is of
 * other cases or prompts than there are now, of a part, not deterministic, or with fewer trials than what is replaced.
 */
export function accept(options: AcceptOptions): { readonly accepted: readonly { suite: string; engine: string; pass: string }[] } {
  if (options.isCi) refuse('A baseline is accepted by a person who has seen the run, not by CI; run this on your machine', 'CI');
  if (options.reason.trim().length < 5) refuse('Say why this is right now, in a few words', 'reason');
  const { runs, isPart } = readRunFile(options.run);
  if (isPart) refuse('This run is one share of its suites (--shard); a baseline needs all of it', 'run');
  const chosen = runs.filter(({ suite }) => options.only.length === 0 || options.only.includes(suite));
  if (chosen.length === 0) refuse('The run has none of these suites', 'suite');
  for (const run of chosen) refuseUnfit(run, options);
  for (const run of chosen) writeBaseline(options.folder, run, options.reason);
  return {
    accepted: chosen.map(({ suite, engine, cases }) => ({
      suite,
      engine,
      pass: `${cases.filter((one) => one.passes === one.trials.length).length}/${cases.length}`,
    })),
  };
}

function refuseUnfit(run: SuiteRun, { folder, suites, promptFolders }: AcceptOptions): void {
  const suite = suites.find(({ id }) => id === run.suite);
  if (!suite || suite.data.hash !== run.datasetHash) refuse(`The cases of ${run.suite} changed since this run; run it again`, run.suite);
  const broken = run.cases.find(
    ({ trials }) => trials.length === 0 || trials.some((trial) => trial.error !== undefined || trial.scores.some(({ error }) => error)),
  );
  if (broken) refuse(`${run.suite}/${broken.id} could not be judged; that cannot become what is right`, run.suite);
  const unstable = run.cases.find(({ isUnstable }) => isUnstable);
  if (unstable) refuse(`${run.suite}/${unstable.id} gave other bytes in a second run`, run.suite);
  const before = readBaseline(folder, run.suite, run.engine);
  if (before && run.trials < before.trials)
    refuse(`${run.suite} was accepted with ${before.trials} trials; this run has ${run.trials}`, 'trials');
  refuseChangedPrompts(run, before?.prompts ?? {}, promptFolders);
}

function refuseChangedPrompts(run: SuiteRun, before: SuiteRun['prompts'], promptFolders: readonly PromptFolder[]): void {
  for (const [id, { version, hash }] of Object.entries(run.prompts)) {
    const place = promptFolders.find(({ prompts }) => prompts.list().some((each) => each.id === id));
    const now = place?.prompts.list().find((each) => each.id === id);
    if (now?.hash !== hash) refuse(`The prompt ${id} changed since this run; run it again`, id);
    const released = place && readLock(place.dir).find((row) => row.id === id && row.version === version);
    const accepted = before[id];
    if ((released && released.hash !== hash) || (accepted?.version === version && accepted.hash !== hash))
      refuse(`The prompt ${id} changed but is still version ${version}; give it a new one: countersign prompts release --bump patch`, id);
  }
}

function refuse(why: string, field: string): never {
  throw new CountersignError('input.invalid', why, { field });
}

import { Option, type Command } from 'commander';
import type { EvalEngine, EvalOutcome } from '../../contracts/commands.ts';
import { wholeNumber, type Cli } from '../cli.ts';
import { asFailure, renderFailure, usage } from '../failure.ts';
import { benchCommands } from './evals-bench.ts';
import { progressBar } from '../render/progress-bar.ts';
import { safeLine } from '../render/safe.ts';
import { table } from '../render/table.ts';

type Run = {
  folder?: string;
  prompts?: string;
  config?: string;
  content?: string;
  engine: EvalEngine;
  answers?: string;
  trials?: number;
  concurrency: number;
  shard?: string;
  out?: string;
  json?: boolean;
};

const examples = `
Examples:
  countersign evals run                                     all suites with the built-in narrator
  countersign evals run order-status.summary --engine openai --trials 5
  countersign evals accept --reason "shorter greeting"      what the last run said is right from now on

Exit codes: 0 as accepted, 1 a regression, 2 could not run or judge, 3 the baseline is stale or missing.`;

export function evalCommands(program: Command, cli: Cli): void {
  const evals = program.command('evals').description('what prompts, desks and workflows must go on saying');
  runCommand(evals, cli);
  lookCommands(evals, cli);
  acceptCommand(evals, cli);
  benchCommands(evals, cli);
  addCommand(evals, cli);
}

type Add = { fromRun?: string; fromFeedback?: string; dataset: string; folder?: string; config?: string; json?: boolean };

function addCommand(evals: Command, cli: Cli): void {
  evals
    .command('add')
    .description('cases from what a run of this installation told a model: tokens and made-up amounts, no value')
    .option('--from-run <run>', 'the run')
    .option('--from-feedback <id>', 'the run a person gave this verdict on; `all`: every edit, override and thumb down')
    .requiredOption('--dataset <file>', 'a file of evals/datasets, for example order-status.jsonl')
    .option('--folder <folder>', 'the evaluations; ./evals, or those of the program')
    .option('--config <file>', 'the config of the installation')
    .option('--json', 'one JSON document')
    .action(async ({ fromRun, fromFeedback, json, ...options }: Add) => {
      if ((fromRun === undefined) === (fromFeedback === undefined)) throw usage('say --from-run or --from-feedback', 'from-run');
      const from = fromRun === undefined ? { feedback: fromFeedback ?? '' } : { run: fromRun };
      const added = await (await cli.deps.evals()).add({ ...options, ...from });
      if (json) return cli.json(added);
      for (const id of added.added) cli.line(`${safeLine(id)} was added to ${safeLine(added.dataset)}`);
      for (const { feedback, kind, reason } of added.reasons) cli.line(`${safeLine(feedback)}, ${kind}: ${safeLine(reason)}`);
      return cli.line(
        added.added.length === 0 ? 'nothing new: its cases are there' : 'look at what it expects, run its suite and accept it',
      );
    });
}

function runCommand(evals: Command, cli: Cli): void {
  evals
    .command('run')
    .description('run suites, hold them against their baselines and write a report')
    .argument('[suite...]', 'all without a name')
    .option('--folder <folder>', 'the evaluations; ./evals, or those of the program')
    .option('--prompts <folder>', 'prompts instead of those of the program')
    .option('--config <file>', 'the config whose models answer')
    .option('--content <module>', 'content of your own')
    .addOption(new Option('--engine <engine>', 'who answers').choices(['narrator', 'replay', 'openai', 'ollama']).default('narrator'))
    .option('--answers <file>', 'for replay: answers.jsonl of a run, or a cassette')
    .option('--trials <n>', 'of each case, for models; the suite says how many', wholeNumber)
    .option('--concurrency <n>', 'cases at once', wholeNumber, 4)
    .option('--shard <i/n>', 'one share of the cases, for several machines')
    .option('--out <folder>', 'where reports go; out below the evaluations')
    .option('--json', 'one JSON document')
    .addHelpText('after', examples)
    .action(async (suites: readonly string[], { json, ...options }: Run) => {
      const bar = progressBar(cli.deps.terminal);
      try {
        const commands = await cli.deps.evals();
        const outcome = await commands.run({ ...options, suites, signal: cli.deps.signal }, (done, total, words) =>
          bar.show(done, total, words),
        );
        bar.end();
        told(outcome, cli, json);
      } catch (thrown) {
        bar.end();
        // Not run is not failed: CI tells them apart by the code.
        cli.deps.terminal.error(cli.deps.signal.aborted ? 'stopped; nothing was judged\n' : renderFailure(asFailure(thrown), cli.paint));
        cli.exitCode = 2;
      }
    });
}

function lookCommands(evals: Command, cli: Cli): void {
  evals
    .command('compare')
    .description('one run.json held against another')
    .argument('<base>')
    .argument('<next>')
    .option('--json', 'one JSON document')
    .action(async (base: string, next: string, { json }: { json?: boolean }) =>
      told(await (await cli.deps.evals()).compare({ base, next }), cli, json),
    );
  evals
    .command('show')
    .description('what a run came to; the last one unless named')
    .argument('[run]', 'a run.json')
    .option('--folder <folder>', 'the evaluations; ./evals, or those of the program')
    .option('--json', 'one JSON document')
    .action(async (run: string | undefined, { json, ...options }: { folder?: string; json?: boolean }) =>
      told(await (await cli.deps.evals()).show({ ...options, ...(run === undefined ? {} : { run }) }), cli, json),
    );
}

function acceptCommand(evals: Command, cli: Cli): void {
  evals
    .command('accept')
    .description('make what a run said the baseline; refused under CI')
    .argument('[suite...]', 'all of the run without a name')
    .requiredOption('--reason <text>', 'why this is right now; it stands in the baseline')
    .option('--run <file>', 'a run.json; the last one unless named')
    .option('--folder <folder>', 'the evaluations; ./evals, or those of the program')
    .option('--prompts <folder>', 'prompts instead of those of the program')
    .option('--json', 'one JSON document')
    .action(
      async (
        suites: readonly string[],
        { json, ...options }: { reason: string; run?: string; folder?: string; prompts?: string; json?: boolean },
      ) => {
        const ci = cli.deps.env['CI'] ?? '';
        const { accepted } = await (await cli.deps.evals()).accept({ ...options, suites, isCi: ci !== '' && ci !== '0' && ci !== 'false' });
        if (json) return cli.json({ accepted });
        for (const { suite, engine, pass } of accepted) cli.line(`${safeLine(suite)} with ${safeLine(engine)}: ${pass} pass, accepted`);
        return undefined;
      },
    );
}

function told(outcome: EvalOutcome, cli: Cli, json: boolean | undefined): void {
  cli.exitCode = outcome.exitCode;
  if (json) return cli.json(outcome);
  const { verdicts } = outcome;
  cli.deps.terminal.out(
    table(
      verdicts,
      [
        { head: 'suite', value: (row) => row.suite, keep: true },
        { head: 'engine', value: (row) => row.engine },
        { head: 'passed', value: (row) => String(row.passed), keep: true },
        { head: 'failed', value: (row) => String(row.failed), keep: true },
        { head: 'skipped', value: (row) => String(row.skipped) },
        {
          head: 'beside the baseline',
          value: (row) => ['as accepted', 'regression', 'not judged', 'stale'][row.exitCode] ?? '',
          keep: true,
        },
      ],
      cli.columns,
      cli.paint,
    ),
  );
  for (const verdict of verdicts) findings(verdict, cli);
  for (const note of outcome.notes) cli.line(safeLine(note));
  const report = outcome.files.find((file) => file.endsWith('report.html'));
  if (report !== undefined) cli.line(`report: ${safeLine(report)}`);
  const sum = (of: 'passed' | 'failed' | 'skipped'): number => verdicts.reduce((all, row) => all + row[of], 0);
  return cli.line(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
}

const mostShown = 10;

function findings({ suite, errors, regressions, stale, improved, newVersions }: EvalOutcome['verdicts'][number], cli: Cli): void {
  const { paint } = cli;
  const some = (found: EvalOutcome['verdicts'][number]['errors'], mark: string): void => {
    for (const each of found.slice(0, mostShown)) cli.line(`${mark} ${safeLine(suite)}/${safeLine(each.case)}: ${safeLine(each.what)}`);
    if (found.length > mostShown) cli.line(`  and ${found.length - mostShown} more; the report has them all`);
  };
  some(errors, paint.red('not judged'));
  some(regressions, paint.red('worse'));
  for (const what of stale) cli.line(`${paint.red('stale')} ${safeLine(suite)}: ${safeLine(what)}`);
  for (const { id, from, to } of newVersions) cli.line(`new version of ${safeLine(id)}: ${safeLine(from)} → ${safeLine(to)}`);
  if (improved.length > 0) cli.line(`${safeLine(suite)}: ${improved.length} cases pass that did not; countersign evals accept keeps them`);
}

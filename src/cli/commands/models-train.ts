import type { Command } from 'commander';
import type { TrainedModel } from '../../contracts/commands.ts';
import { listOf, type Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { extractCommand } from './models-extract.ts';
import { given, history, withBar } from './models-history.ts';
import { outsideCommands } from './models-files.ts';

type Options = {
  json?: boolean;
  config?: string;
  content?: string;
  source?: string;
  since?: string;
  fromStart?: boolean;
  csv?: string;
  target?: string;
  time?: string;
  drop?: readonly string[];
  knownAt?: readonly string[];
  allow?: boolean;
  seed: string;
  threads: string;
};

const examples = `
Without --csv the models named (all without a name) are trained on the history of this installation and stored as
drafts; countersign models deploy asks for their use. With --csv any table is learned and reported on, nothing stored.

Examples:
  countersign models train late-payment                                   on the installation's own history
  countersign models train --csv churn.csv --target Churn --json          how well any table can be learned
  countersign models train --csv ar.csv --target 'DaysLate>0' --time InvoiceDate --drop DaysToSettle,SettledDate
  countersign models train --csv ar.csv --target Late --time Date --known-at Disputed=DisputeDate`;

export function trainCommands(models: Command, cli: Cli): void {
  history(models.command('train'))
    .description('train models on history, or report how well a table can be learned')
    .argument('[model...]', 'models to train; all without a name')
    .option('--csv <file>', 'a table with a line of names; comma, semicolon, tab or bar between cells')
    .option('--target <column>', "what to learn: a column, or a condition on one such as 'DaysLate>0'")
    .option('--time <column>', 'order rows by this date or number and keep the last fifth aside')
    .option('--drop <list>', 'columns to leave out, with commas between', listOf)
    .option('--known-at <list>', 'COLUMN=DATECOLUMN: refuse the column where it became known after the time of its row', listOf)
    .option('--allow', 'train although a column tells the target by itself')
    .option('--seed <number>', 'the same data and seed give the same model', '0')
    .option('--threads <number>', 'threads to train with; the model is the same with any', '1')
    .addHelpText('after', examples)
    .action((names: readonly string[], options: Options) =>
      options.csv === undefined ? trainModels(names, options, cli) : trainTable(names, options, options.csv, cli),
    );
  outsideCommands(models, cli);
  extractCommand(models, cli);
}

async function trainModels(names: readonly string[], options: Options, cli: Cli): Promise<void> {
  for (const name of ['target', 'time', 'drop', 'knownAt'] as const)
    if (options[name] !== undefined) throw usage(`--${name === 'knownAt' ? 'known-at' : name} belongs to --csv`, name);
  const commands = await cli.deps.models();
  const settings = { models: names, ...given(options, cli), seed: whole(options.seed, 'seed'), threads: whole(options.threads, 'threads') };
  const trained = await withBar(cli, (progress) => commands.train(settings, progress));
  if (options.json) return cli.json({ items: trained, next: null });
  cli.list({ items: trained, next: null }, trainedColumns, 'no models: the content registers none');
  const [first] = trained;
  if (first) cli.note(`stored as drafts; put one into use: countersign models deploy ${first.model} ${first.version} --reason …`);
  return undefined;
}

async function trainTable(names: readonly string[], options: Options, csv: string, cli: Cli): Promise<void> {
  if (names.length > 0) throw usage('--csv learns a table; leave the model name out', 'model');
  if (options.target === undefined) throw usage('--csv needs --target COLUMN', 'target');
  const commands = await cli.deps.models();
  const { target, time, drop, allow } = options;
  const knownAt = options.knownAt && Object.fromEntries(options.knownAt.map(pair));
  const report = await withBar(cli, (progress) =>
    commands.trainTable(
      {
        csv,
        target,
        seed: whole(options.seed, 'seed'),
        ...(time === undefined ? {} : { time }),
        ...(drop === undefined ? {} : { drop }),
        ...(allow === undefined ? {} : { allow }),
        ...(knownAt === undefined ? {} : { knownAt }),
      },
      progress,
    ),
  );
  if (options.json) return cli.json(report);
  return tell(report as unknown as Report, cli);
}

function pair(text: string): [string, string] {
  const [column, stamp, ...rest] = text.split('=');
  if (!column || !stamp || rest.length > 0) throw usage('--known-at takes COLUMN=DATECOLUMN', 'known-at');
  return [column, stamp];
}

function whole(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 2 ** 31) throw usage(`--${name} takes a whole number`, name);
  return number;
}

type Candidate = { readonly algorithm: string; readonly metrics: Readonly<Record<string, number>> };
/** What the report of a table is known to hold here; the rest is for --json. */
type Report = {
  readonly target: string;
  readonly task: string;
  readonly rows: number;
  readonly features: readonly unknown[];
  readonly left: readonly { readonly column: string; readonly why: string }[];
  readonly split: string;
  readonly candidates: readonly Candidate[];
  readonly champion: string;
  readonly importance: readonly { readonly feature: string; readonly share: number }[];
};

function tell(report: Report, cli: Cli): void {
  cli.line(`${report.target}: ${report.rows} rows, ${report.features.length} features; kept aside: ${report.split}`);
  const names = Object.keys(report.candidates[0]?.metrics ?? {});
  const columns = [
    {
      head: 'algorithm',
      value: (each: Candidate) => `${each.algorithm}${each.algorithm === report.champion ? ' (champion)' : ''}`,
      keep: true,
    },
    ...names.map((name) => ({ head: name, value: (each: Candidate) => each.metrics[name]?.toPrecision(4) ?? '-', right: true })),
  ];
  cli.list({ items: report.candidates, next: null }, columns, 'nothing was trained');
  if (report.importance.length > 0)
    cli.line(
      `weighs most: ${report.importance
        .slice(0, 8)
        .map(({ feature, share }) => `${feature} ${(share * 100).toFixed(0)} %`)
        .join(', ')}`,
    );
  for (const { column, why } of report.left) cli.note(`left out: ${column} (${why})`);
}

const trainedColumns = [
  { head: 'model', value: (each: TrainedModel) => each.model, keep: true },
  { head: 'version', value: (each: TrainedModel) => each.version, keep: true, right: true },
  { head: 'algorithm', value: (each: TrainedModel) => each.algorithm },
  { head: 'rows', value: (each: TrainedModel) => each.rows, right: true },
  {
    head: 'on rows kept aside',
    value: (each: TrainedModel) =>
      each.metrics
        .slice(0, 2)
        .map(({ name, value }) => `${name} ${value.toPrecision(3)}`)
        .join(', '),
  },
];

import { Argument, type Command } from 'commander';
import type { Comparison, DriftReport, FeedbackTally, ModelDetail, ModelView, Share } from '../../contracts/model-services.ts';
import { environments, type ModelChange } from '../../contracts/model-store.ts';
import type { Page } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { retrainCommand } from './models-retrain.ts';
import { scoreCommand } from './models-score.ts';
import { trainCommands } from './models-train.ts';

/** Numeric models: trained on files, asked and governed through the server. */
export function modelCommands(program: Command, cli: Cli): void {
  const models = program.command('models').description('numeric models: train, look at, compare, put into use');
  trainCommands(models, cli);
  retrainCommand(models, cli);
  looking(models, cli);
  governing(models, cli);
  scoreCommand(models, cli);
}

const where = (command: Command): Command => command.option('--environment <name>', `where: ${environments.join(' or ')}`, 'production');

function looking(models: Command, cli: Cli): void {
  remoteOptions(models.command('list'))
    .description('the models, which version of each is in use, when it was trained last and whether it is time to train again')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<ModelView>>('/v1/models');
      return options.json ? cli.json(page) : cli.list(page, modelColumns(cli), 'no models: the content registers none');
    });
  remoteOptions(models.command('show'))
    .description('one model: what it reads, its versions and how well they do')
    .argument('<model>')
    .action(async (model: string, options: { json?: boolean }, command: Command) => {
      const found = await cli.remote(command).get<ModelDetail>(path`/v1/models/${model}`);
      return options.json ? cli.json(found) : show(found, cli);
    });
  where(remoteOptions(models.command('compare')))
    .description('the shadow beside the champion, or beside the business rule, on what really happened')
    .argument('<model>')
    .action(async (model: string, options: { json?: boolean; environment: string }, command: Command) => {
      const found = await cli.remote(command).get<Comparison>(path`/v1/models/${model}/comparison`, { environment: options.environment });
      return options.json ? cli.json(found) : tellComparison(found, cli);
    });
  where(remoteOptions(models.command('drift')))
    .description('whether inputs, scores or calibration have moved since training; ends with 1 when they have')
    .argument('<model>')
    .action(async (model: string, options: { json?: boolean; environment: string }, command: Command) => {
      const found = await cli.remote(command).get<DriftReport>(path`/v1/models/${model}/drift`, { environment: options.environment });
      if (found.retrain) cli.exitCode = 1;
      if (options.json) return cli.json(found);
      cli.list({ items: found.features, next: null }, driftColumns, 'no column is watched');
      for (const reason of found.reasons) cli.line(reason);
      return cli.line(
        found.retrain
          ? `train it again: countersign models retrain ${found.model}`
          : `nothing has moved beyond chance over ${found.rows} predictions`,
      );
    });
}

function show(found: ModelDetail, cli: Cli): void {
  cli.line(`${found.id} ${found.version}  ${found.title}`);
  cli.line(found.purpose);
  cli.line();
  cli.list({ items: found.features, next: null }, featureColumns, 'no features');
  cli.line();
  cli.list({ items: found.versions, next: null }, versionColumns(found), `no version yet: countersign models train ${found.id}`);
  cli.line(found.trainedAt === undefined ? 'never trained' : `trained last ${cli.time(found.trainedAt)}`);
  cli.line(`${found.due.isDue ? `it is time to train again: countersign models retrain ${found.id}; ` : 'not due: '}${found.due.words}`);
  const { observations, moments, newest, marks } = found.history;
  cli.note(
    `history: ${observations} observations, ${moments} labelled moments${newest === undefined ? '' : `, the newest known ${cli.minute(newest)}`}`,
  );
  for (const { source, readAt, begunAt } of marks)
    cli.note(
      `${source}: ${begunAt === undefined ? `read up to ${cli.minute(readAt)}` : 'stopped half-way; countersign models extract goes on there'}`,
    );
}

function tellComparison(found: Comparison, cli: Cli): void {
  const side = found.champion.role === 'rule' ? 'the business rule' : `champion ${found.champion.version}`;
  cli.line(`version ${found.challenger.version} beside ${side} of ${found.model} in ${found.environment}: ${found.outcomes} outcomes`);
  const { difference } = found;
  if (difference)
    cli.line(
      `${difference.metric}: ${difference.estimate.toPrecision(3)} (95 % from ${difference.low.toPrecision(3)} to ${difference.high.toPrecision(3)}; below 0 the challenger is better)`,
    );
  if (found.calibrationSlope !== undefined) cli.line(`calibration slope ${found.calibrationSlope.toFixed(2)}`);
  if (found.feedback) for (const tally of [found.feedback.champion, found.feedback.challenger]) tellTally(tally, cli);
  for (const remark of found.remarks) cli.line(`worth knowing: ${remark}`);
  for (const blocker of found.blockers) cli.line(`in the way: ${blocker}`);
  cli.line(
    found.mayBePromoted
      ? `it may be promoted: countersign models deploy ${found.model} ${found.challenger.version} --reason …`
      : 'it may not be promoted yet',
  );
}

function tellTally({ version, verdicts, accepted, edited, overridden, up, down }: FeedbackTally, cli: Cli): void {
  const whose = version === 0 ? 'the business rule' : `version ${version}`;
  if (verdicts + up + down === 0) return;
  const share = (words: string, of: Share | undefined): string[] =>
    of === undefined ? [] : [`${words} ${(of.share * 100).toFixed(0)} % (${(of.low * 100).toFixed(0)} to ${(of.high * 100).toFixed(0)})`];
  const parts = [...share('accepted', accepted), ...share('edited', edited), ...share('overrode', overridden)];
  cli.line(`people on ${whose}: ${verdicts} verdicts${parts.length === 0 ? '' : `, ${parts.join(', ')}`}; thumbs ${up} up, ${down} down`);
}

type Asking = { json?: boolean; environment: string; reason: string; to?: string };

function governing(models: Command, cli: Cli): void {
  const told = (change: ModelChange, json: boolean | undefined): void =>
    json
      ? cli.json(change)
      : cli.line(
          change.status === 'waiting'
            ? `asked: ${change.model} version ${change.number} to ${change.to} in ${change.environment}; somebody else says yes with countersign models approve ${change.id} --reason …`
            : `${change.model} version ${change.number} to ${change.to} in ${change.environment}: ${change.status}`,
        );
  const ask = async (model: string, version: string, to: string, options: Asking, command: Command): Promise<void> =>
    told(
      await cli.remote(command).send<ModelChange>('POST', path`/v1/models/${model}/changes`, {
        version: Number(version),
        to,
        environment: options.environment,
        reason: options.reason,
      }),
      options.json,
    );
  where(remoteOptions(models.command('deploy')))
    .description('ask for a version to be put into use; a second person decides')
    .argument('<model>')
    .argument('<version>')
    .option('--to <stage>', 'shadow, champion or retired', 'champion')
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action((model: string, version: string, options: Asking, command: Command) =>
      ask(model, version, options.to ?? 'champion', options, command),
    );
  where(remoteOptions(models.command('rollback')))
    .description('ask for an earlier champion to come back; a second person decides')
    .argument('<model>')
    .argument('<version>')
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action((model: string, version: string, options: Asking, command: Command) => ask(model, version, 'champion', options, command));
  remoteOptions(models.command('changes'))
    .description('changes of stage, newest first')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<ModelChange>>('/v1/models/changes');
      return options.json ? cli.json(page) : cli.list(page, changeColumns, 'nobody has asked for a change');
    });
  for (const verdict of ['approve', 'reject'] as const)
    remoteOptions(models.command(verdict))
      .description(`${verdict} a change somebody else asked for`)
      .addArgument(new Argument('<change>', 'its id'))
      .requiredOption('--reason <text>', 'why; it goes to the audit log')
      .action(async (id: string, options: { json?: boolean; reason: string }, command: Command) =>
        told(
          await cli.remote(command).send<ModelChange>('POST', path`/v1/models/changes/${id}`, { verdict, reason: options.reason }),
          options.json,
        ),
      );
}

const modelColumns = (cli: Cli) => [
  { head: 'model', value: (view: ModelView) => view.id, keep: true },
  { head: 'what', value: (view: ModelView) => view.title },
  { head: 'champion', value: (view: ModelView) => view.champion?.number ?? (view.hasRule ? 'business rule' : '-'), keep: true },
  { head: 'shadow', value: (view: ModelView) => view.shadow?.number ?? '' },
  { head: 'trained', value: (view: ModelView) => (view.trainedAt === undefined ? 'never' : cli.minute(view.trainedAt).slice(0, 10)) },
  { head: 'due', value: (view: ModelView) => (view.due.isDue ? view.due.reasons.map(({ cause }) => cause).join(', ') : 'no') },
  { head: 'asked by', value: (view: ModelView) => view.ids.join(', ') || view.entity },
];
type Feature = ModelDetail['features'][number];
const featureColumns = [
  { head: 'feature', value: (each: Feature) => each.name, keep: true },
  { head: 'kind', value: (each: Feature) => `${each.kind}${each.unit === undefined ? '' : ` (${each.unit})`}` },
  { head: 'from', value: (each: Feature) => each.source },
  { head: 'what', value: (each: Feature) => `${each.description}${each.required ? ' (required)' : ''}` },
];
type Version = ModelDetail['versions'][number];
const versionColumns = (found: ModelDetail) => [
  { head: 'version', value: (each: Version) => each.number, keep: true },
  { head: 'stage', value: (each: Version) => found.deployments.find(({ number }) => number === each.number)?.stage ?? 'draft', keep: true },
  { head: 'algorithm', value: (each: Version) => Object.values(each.reports)[0]?.algorithm ?? each.origin },
  { head: 'rows', value: (each: Version) => each.rows, right: true },
  {
    head: 'on rows kept aside',
    value: (each: Version) =>
      (Object.values(each.reports)[0]?.metrics ?? [])
        .slice(0, 2)
        .map(({ name, value }) => `${name} ${value.toPrecision(3)}`)
        .join(', '),
  },
  { head: 'trained', value: (each: Version) => each.createdAt },
];
type Drifted = DriftReport['features'][number];
const driftColumns = [
  { head: 'feature', value: (each: Drifted) => each.feature, keep: true },
  { head: 'stability index', value: (each: Drifted) => each.psi?.toFixed(3) ?? '-', right: true },
  { head: 'p', value: (each: Drifted) => each.p?.toPrecision(2) ?? '-', right: true },
  { head: 'verdict', value: (each: Drifted) => each.verdict, keep: true },
];
const changeColumns = [
  { head: 'id', value: (each: ModelChange) => each.id, keep: true },
  { head: 'change', value: (each: ModelChange) => `${each.model} ${each.number} to ${each.to} in ${each.environment}`, keep: true },
  { head: 'status', value: (each: ModelChange) => each.status },
  { head: 'asked by', value: (each: ModelChange) => each.askedBy },
  { head: 'why', value: (each: ModelChange) => each.reason },
];

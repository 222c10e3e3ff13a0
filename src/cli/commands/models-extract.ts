import type { Command } from 'commander';
import type { ModelHistory, StreamReport } from '../../contracts/commands.ts';
import type { Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { given, history, withBar, type HistoryOptions } from './models-history.ts';

type Options = HistoryOptions & { json?: boolean; since?: string; fromStart?: boolean; mqtt?: string; topics?: string };

const examples = `
From systems only what changed since the last time is read, and a reading that was stopped goes on where it was.
--mqtt reads messages of sensors, a line of JSON each: {topic, payload, ts[, qos, retain]}, which is what
mosquitto_sub -F '%j' prints; - is standard input, read until it ends or ^C. --topics names a YAML file that says what
the topics mean (docs/models.md). The command ends with 1 where lines were refused; each is named by file and line.

Examples:
  countersign models extract                                   history of all models, from where this installation has it
  countersign models extract late-payment --source systems     what changed in the ERP since the last time
  countersign models extract deal --since 2025-01-01           what changed since then
  countersign models extract demand --from-start               everything again
  countersign models extract late-payment --source history     from files of your own
  countersign models extract quality-defect --mqtt readings.jsonl --topics topics.yaml
  mosquitto_sub -h broker -t 'plant/#' -F '%j' | countersign models extract quality-defect --mqtt - --topics topics.yaml`;

export function extractCommand(models: Command, cli: Cli): void {
  history(models.command('extract'))
    .description('read history, or messages of sensors, into the feature store; what is there already stays once')
    .argument('[model...]', 'all without a name')
    .option('--since <day>', 'read what changed since this day or moment, instead of since the last time')
    .option('--from-start', 'read everything again')
    .option('--mqtt <file>', 'messages, a line of JSON each; - for standard input')
    .option('--topics <file>', 'YAML: which topic is which observation of whom')
    .addHelpText('after', examples)
    .action((names: readonly string[], options: Options) =>
      options.mqtt === undefined ? read(names, options, cli) : listen(names, options, options.mqtt, cli),
    );
}

async function read(names: readonly string[], options: Options, cli: Cli): Promise<void> {
  if (options.topics !== undefined) throw usage('--topics belongs to --mqtt', 'topics');
  const { since, fromStart } = options;
  if (since !== undefined && (!/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(since) || Number.isNaN(Date.parse(since))))
    throw usage('--since takes a day, or a moment with its zone: 2026-01-31T12:00:00Z', 'since');
  if (since !== undefined && fromStart) throw usage('--since and --from-start say two things; give one of them', 'since');
  const from = { ...(since === undefined ? {} : { since }), ...(fromStart === undefined ? {} : { fromStart }) };
  const commands = await cli.deps.models();
  const all = await withBar(cli, (progress) => commands.extract({ models: names, ...given(options, cli), ...from }, progress));
  if (options.json) return cli.json({ items: all, next: null });
  cli.list({ items: all, next: null }, columns, 'no models: the content registers none');
  for (const { model, gaps } of all)
    if (gaps.length > 0) cli.note(`${model} lacks ${gaps.map(({ feature, why }) => `${feature} (${why})`).join(', ')}`);
  return undefined;
}

async function listen(names: readonly string[], options: Options, messages: string, cli: Cli): Promise<void> {
  if (options.topics === undefined) throw usage('--mqtt needs --topics FILE', 'topics');
  for (const name of ['source', 'since', 'fromStart'] as const)
    if (options[name] !== undefined)
      throw usage('--mqtt and history are read one after the other', name === 'fromStart' ? 'from-start' : name);
  if (names.length === 0) throw usage('name the models the messages are for', 'model');
  const { topics } = options;
  const commands = await cli.deps.models();
  const found = await withBar(cli, (progress) =>
    commands.extractStream({ models: names, ...given(options, cli), messages, topics }, progress),
  );
  if (found.stream.refused > 0) cli.exitCode = 1;
  if (options.json) return cli.json({ items: found.items, next: null, stream: found.stream });
  cli.list({ items: found.items, next: null }, columns, 'no models: the content registers none');
  return tell(found.stream, cli);
}

function tell(stream: StreamReport, cli: Cli): void {
  cli.line(`${stream.messages} messages, ${stream.taken} taken`);
  const left = [
    [stream.duplicate, 'delivered before'],
    [stream.unmatched, 'of topics the map does not name'],
    [stream.retained, 'retained by the broker without a time of their own'],
    [stream.tooLate, 'too late for their window'],
    [stream.tooMany, 'windows left out for more than 5,000 readings'],
    [stream.refused, 'refused'],
  ] as const;
  for (const [count, words] of left) if (count > 0) cli.note(`${count} ${words}`);
  for (const reason of stream.reasons) cli.note(reason);
  if (stream.refused > stream.reasons.length) cli.note(`and ${stream.refused - stream.reasons.length} more`);
}

const columns = [
  { head: 'model', value: (each: ModelHistory) => each.model, keep: true },
  { head: 'observations', value: (each: ModelHistory) => each.observations, right: true },
  { head: 'labelled moments', value: (each: ModelHistory) => each.moments, right: true },
  { head: 'newest', value: (each: ModelHistory) => each.newest ?? '' },
];

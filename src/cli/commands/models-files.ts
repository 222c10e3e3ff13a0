import { Option, type Command } from 'commander';
import type { ImportModel, TrainedModel } from '../../contracts/commands.ts';
import type { Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { progressBar } from '../render/progress-bar.ts';

const formats = ['xgboost', 'lightgbm', 'onnx', 'endpoint'] as const satisfies readonly ImportModel['format'][];
type Importing = {
  json?: boolean;
  config?: string;
  content?: string;
  source?: string;
  format: ImportModel['format'];
  head?: string;
  options?: string;
};
type Carding = { json?: boolean; config?: string; content?: string; version?: string; to: string };

const examples = `
FILE is XGBoost's JSON (save_model), LightGBM's text, an ONNX file, or a JSON description of an endpoint
(url, hosts, output, columns). It is measured on history held here and stored as a draft. --options names a JSON file
with what else there is to say: columns (file column → feature; for ONNX the features in its order), levels, output.
ONNX needs the runtime beside countersign: ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node

Examples:
  countersign models import late-payment booster.json --format xgboost
  countersign models import deal pipeline.onnx --format onnx --options pipeline.options.json`;

/** Models made elsewhere come in as files; cards go out as files. */
export function outsideCommands(models: Command, cli: Cli): void {
  models
    .command('import')
    .description('store a model made elsewhere as a version, measured on history held here')
    .argument('<model>', 'the model it stands for')
    .argument('<file>')
    .addOption(new Option('--format <name>', 'what the file is').choices(formats).makeOptionMandatory())
    .option('--head <name>', 'the part of the model it stands for; the leading one unless named')
    .option('--options <file>', 'JSON with columns, levels, output')
    .option('--source <from>', 'systems, sandbox or a folder of JSON lines: <model>/observations.jsonl and moments.jsonl')
    .option('--config <file>', 'configuration file')
    .option('--content <module>', 'content module of your own')
    .option('--json', 'machine-readable output')
    .addHelpText('after', examples)
    .action((model: string, file: string, options: Importing) => importModel(model, file, options, cli));
  models
    .command('card')
    .description('write the card of a version, with its plots as SVG files, into a folder')
    .argument('<model>')
    .requiredOption('--to <folder>', 'where the files go')
    .option('--version <number>', 'the newest unless named')
    .option('--config <file>', 'configuration file')
    .option('--content <module>', 'content module of your own')
    .option('--json', 'machine-readable output')
    .action((model: string, options: Carding) => card(model, options, cli));
}

async function importModel(model: string, file: string, { json, ...options }: Importing, cli: Cli): Promise<void> {
  const commands = await cli.deps.models();
  const bar = progressBar(cli.deps.terminal);
  let stored: TrainedModel;
  try {
    stored = await commands.importModel({ model, file, ...options, signal: cli.deps.signal }, (done, total, words) =>
      bar.show(done, total, words),
    );
  } finally {
    bar.end();
  }
  if (json) return cli.json(stored);
  const metrics = stored.metrics
    .slice(0, 3)
    .map(({ name, value }) => `${name} ${value.toPrecision(3)}`)
    .join(', ');
  return cli.line(`${stored.model} version ${stored.version}: ${stored.algorithm}, on ${stored.rows} rows held here: ${metrics}`);
}

async function card(model: string, { json, version, ...options }: Carding, cli: Cli): Promise<void> {
  const number = version === undefined ? undefined : Number(version);
  if (number !== undefined && !(Number.isInteger(number) && number > 0)) throw usage('--version takes a whole number', 'version');
  const { files } = await (await cli.deps.models()).card({ model, ...options, ...(number === undefined ? {} : { version: number }) });
  if (json) return cli.json({ folder: options.to, files });
  for (const file of files) cli.line(file);
  return undefined;
}

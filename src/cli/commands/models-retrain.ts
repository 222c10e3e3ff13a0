import type { Command } from 'commander';
import type { Retrained, Retraining } from '../../contracts/model-services.ts';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { progressBar } from '../render/progress-bar.ts';

type Options = { json?: boolean; due?: boolean; since?: string };

const examples = `
The server reads what is new, trains in a process of its own and stores a new version. It is tried as shadow where a
champion is in use and nothing else is on trial; otherwise it stays a draft and the answer says why. It answers nobody:
countersign models deploy asks a second person for that. It takes the rights models.train and models.deploy.
The server looks by itself with predictions.retrain.everyHours in the config. The command ends with 1 when a model could
not be trained.

Examples:
  countersign models retrain                        every model that is in use
  countersign models retrain --due                  only those it is time for, as the server would
  countersign models retrain late-payment --since 2026-01-01`;

const lookMs = 500;

export function retrainCommand(models: Command, cli: Cli): void {
  remoteOptions(models.command('retrain'))
    .description('train models again on what is known by now; the new version enters as shadow at most')
    .argument('[model...]', 'those in use unless named')
    .option('--due', 'only those that are old, have drifted or are no longer calibrated')
    .option('--since <date>', 'read only the history that became known since')
    .addHelpText('after', examples)
    .action(async (names: readonly string[], options: Options, command: Command) => {
      const client = cli.remote(command);
      const body = { models: names, due: options.due ?? false, ...(options.since === undefined ? {} : { since: moment(options.since) }) };
      let now = await client.send<Retraining>('POST', '/v1/models/retrainings', body);
      const bar = progressBar(cli.deps.terminal);
      try {
        while (now.status === 'running') {
          if (now.progress) bar.show(now.progress.done, now.progress.total, now.progress.words);
          await cli.sleep(lookMs, cli.deps.signal);
          now = await client.get<Retraining>(path`/v1/models/retrainings/${now.id}`);
        }
      } finally {
        bar.end();
      }
      if (now.status === 'failed' || now.items.some(({ result }) => result === 'failed')) cli.exitCode = 1;
      if (options.json) return cli.json(now);
      cli.list({ items: now.items, next: null }, columns, 'no model was looked at');
      for (const each of now.items) cli.line(`${each.model}: ${why(each)}`);
      if (now.error) cli.note(`it did not end well: ${now.error.message}`);
      return undefined;
    });
}

function moment(text: string): string {
  const at = /^\d{4}-\d\d-\d\d(?:T.*(?:Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw usage('--since takes a date such as 2026-01-31, or a moment with its zone', 'since');
  return new Date(at).toISOString();
}

const why = ({ reasons, words }: Retrained): string => [...new Set([...reasons.map((each) => each.words), words])].join('; ');

const columns = [
  { head: 'model', value: (each: Retrained) => each.model, keep: true },
  { head: 'result', value: (each: Retrained) => each.result, keep: true },
  { head: 'version', value: (each: Retrained) => each.version ?? '', right: true },
  { head: 'because', value: (each: Retrained) => [...new Set(each.reasons.map(({ cause }) => cause))].join(', ') },
];

import type { Command } from 'commander';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { progressBar } from '../render/progress-bar.ts';

type Options = { json?: boolean };
type Answer = Readonly<Record<string, unknown>>;

const rowsAtOnce = 200;

/** Scores a table by the version in use, row by row; a row that is refused says why and leaves the others alone. */
export function scoreCommand(models: Command, cli: Cli): void {
  remoteOptions(models.command('score'))
    .description('score the rows of a table by the version in use; one JSON document a row on standard output')
    .argument('<model>')
    .argument('<file>', 'a table whose columns are features or ids of the model')
    .action(async (model: string, file: string, _options: Options, command: Command) => {
      const rows = await (await cli.deps.models()).readRows(file);
      if (rows.length === 0) throw usage('the table has no rows', 'file');
      const client = cli.remote(command);
      const bar = progressBar(cli.deps.terminal);
      let refused = 0;
      try {
        for (let from = 0; from < rows.length; from += rowsAtOnce) {
          const part = rows.slice(from, from + rowsAtOnce);
          const answers = await client.send<{ items: readonly Answer[] }>(
            'POST',
            path`/v1/predict/${model}/batch`,
            { rows: part },
            { patient: true },
          );
          for (const answer of answers.items) {
            if (answer['error'] !== undefined) refused += 1;
            cli.json({ ...answer, row: from + Number(answer['row']) });
          }
          bar.show(Math.min(from + rowsAtOnce, rows.length), rows.length, `scoring ${model}`);
        }
      } finally {
        bar.end();
      }
      if (refused > 0) {
        cli.exitCode = 1;
        cli.note(`${refused} of ${rows.length} rows were refused; each says why`);
      }
    });
}

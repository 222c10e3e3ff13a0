import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';
import { table } from '../render/table.ts';

type Options = { config?: string; json?: boolean };

export function safekeepingCommands(program: Command, cli: Cli): void {
  const progress = (sentence: string): void => cli.note(safeLine(sentence));
  program
    .command('backup')
    .description('copy data, vault and keys as of one moment into a new folder; works while the server runs')
    .argument('<to>', 'folder')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async (to: string, { json, ...options }: Options) => {
      const made = await (await cli.deps.local()).backup({ ...options, to }, progress);
      if (json) return cli.json(made);
      const shown = [
        { head: 'file', value: (file: { name: string }) => file.name },
        { head: 'bytes', value: (file: { bytes: number }) => file.bytes, right: true, keep: true },
      ];
      cli.deps.terminal.out(table(made.files, shown, cli.columns, cli.paint));
      return cli.line(`backed up to ${safeLine(made.folder)}; it holds the keys too, so keep it as safe as they are`);
    });
  program
    .command('restore')
    .description('put a backup in place of the data folder; the server must be stopped')
    .argument('<from>', 'folder of a backup')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async (from: string, { json, ...options }: Options) => {
      const done = await (await cli.deps.local()).restore({ ...options, from }, progress);
      return json ? cli.json(done) : cli.line(`restored ${done.files.map(safeLine).join(', ')}`);
    });
}

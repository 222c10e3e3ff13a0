import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { Failure } from '../failure.ts';
import { progressBar } from '../render/progress-bar.ts';

export type HistoryOptions = { readonly config?: string; readonly content?: string; readonly source?: string };

/** What commands that read history take. */
export const history = (command: Command): Command =>
  command
    .option('--source <from>', 'systems, sandbox or a folder of JSON lines: <model>/observations.jsonl and moments.jsonl')
    .option('--config <file>', 'configuration file')
    .option('--content <module>', 'content module of your own')
    .option('--json', 'machine-readable output');

export const given = ({ config, content, source }: HistoryOptions, cli: Cli) => ({
  ...(config === undefined ? {} : { config }),
  ...(content === undefined ? {} : { content }),
  ...(source === undefined ? {} : { source }),
  signal: cli.deps.signal,
});

/** A bar while it works. A person who stops it is told that nothing is lost. */
export async function withBar<T>(
  cli: Cli,
  work: (progress: (done: number, total: number | undefined, words: string) => void) => Promise<T>,
): Promise<T> {
  const bar = progressBar(cli.deps.terminal);
  try {
    return await work((done, total, words) => bar.show(done, total, words));
  } catch (thrown) {
    throw cli.deps.signal.aborted
      ? new Failure('interrupted', 'stopped; what was read is kept, and the next call goes on from there', { cause: thrown })
      : thrown;
  } finally {
    bar.end();
  }
}

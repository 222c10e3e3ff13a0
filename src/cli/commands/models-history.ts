import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { progressBar } from '../render/progress-bar.ts';

export type HistoryOptions = { readonly config?: string; readonly content?: string; readonly history?: string };

/** What commands that read history take. */
export const history = (command: Command): Command =>
  command
    .option('--history <folder>', 'JSON lines by model: <model>/observations.jsonl and moments.jsonl')
    .option('--config <file>', 'configuration file')
    .option('--content <module>', 'content module of your own')
    .option('--json', 'machine-readable output');

export const given = ({ config, content, history: folder }: HistoryOptions): { config?: string; content?: string; history?: string } => ({
  ...(config === undefined ? {} : { config }),
  ...(content === undefined ? {} : { content }),
  ...(folder === undefined ? {} : { history: folder }),
});

export async function withBar<T>(
  cli: Cli,
  work: (progress: (done: number, total: number | undefined, words: string) => void) => Promise<T>,
): Promise<T> {
  const bar = progressBar(cli.deps.terminal);
  try {
    return await work((done, total, words) => bar.show(done, total, words));
  } finally {
    bar.end();
  }
}

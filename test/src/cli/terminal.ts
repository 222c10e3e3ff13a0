import { promptCommands } from '../../../src/app/prompt-commands.ts';
import type { LocalCommands, Terminal } from '../../../src/contracts/commands.ts';
import { runCli, type CliDeps } from '../../../src/cli/index.ts';

export type Ended = { readonly code: number; readonly out: string; readonly error: string };
export type Setting = Partial<Omit<CliDeps, 'terminal' | 'local'>> & {
  readonly isInteractive?: boolean;
  readonly columns?: number;
  readonly watched?: Terminal['watched'];
  readonly local?: Partial<LocalCommands>;
  /** Sees every piece of progress as it is written. */
  readonly onError?: (text: string) => void;
  readonly onOut?: (text: string) => void;
};

/** One call of the program in a terminal that remembers what was written. */
export async function call(argv: readonly string[], setting: Setting = {}): Promise<Ended> {
  const { isInteractive = false, columns = 100, local, env = {}, onError, onOut, watched, ...rest } = setting;
  let out = '';
  let error = '';
  const code = await runCli(argv, {
    // The commands under test ask for what they were given and for nothing else.
    local: () => (local === undefined ? Promise.reject(new Error('the engine was loaded')) : Promise.resolve(local as LocalCommands)),
    terminal: {
      out: (text) => {
        out += text;
        onOut?.(text);
      },
      error: (text) => {
        error += text;
        onError?.(text);
      },
      isInteractive,
      columns,
      ...(watched === undefined ? {} : { watched }),
    },
    models: () => Promise.reject(new Error('the models were loaded')),
    prompts: async () => promptCommands,
    evals: () => Promise.reject(new Error('the evaluations were loaded')),
    redactFile: () => Promise.reject(new Error('the detector was loaded')),
    fetch,
    version: '1.2.3',
    signal: new AbortController().signal,
    ask: () => Promise.resolve(''),
    ...rest,
    env: { TZ: 'Europe/Berlin', ...env },
  });
  return { code, out, error };
}

/** What a terminal would act on, colours aside. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
export const acted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

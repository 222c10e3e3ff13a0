import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import type {
  EvalCommands,
  LocalCommands,
  ModelCommands,
  OutsideBenches,
  PromptCommands,
  RedactFile,
  Terminal,
} from '../contracts/commands.ts';
import type { Page } from '../contracts/services.ts';
import type { Sleep } from '../contracts/time.ts';
import { createClient, type Client } from './client.ts';
import { usage } from './failure.ts';
import { createPaint, type Paint } from './render/paint.ts';
import { safeJson, safeLine } from './render/safe.ts';
import { table, type Column } from './render/table.ts';
import { localTime, zoneOf } from './render/time.ts';

/** What the commands are given by the program around them. */
export type CliDeps = {
  /** Loads the heavy part; called by the commands that work on files, and by no other. */
  readonly local: () => Promise<LocalCommands>;
  readonly redactFile: RedactFile;
  /** Loads what trains and scores; nothing else of the program. */
  readonly models: () => Promise<ModelCommands>;
  readonly prompts: () => Promise<PromptCommands>;
  readonly evals: () => Promise<EvalCommands>;
  /** Benchmarks of others; a program may come without them. */
  readonly benches?: () => Promise<OutsideBenches>;
  /** `out` and `error` get the text exactly as it is to appear, line breaks included. */
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: typeof fetch;
  readonly version: string;
  /** How this program was called, for commands to copy: `countersign`, or `node bin/countersign.mjs` in a checkout. */
  readonly program?: string;
  /** Aborts when the person wants to stop: ^C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Asks a question in the terminal. Default: standard input. */
  readonly ask?: (question: string) => Promise<string>;
  readonly sleep?: Sleep;
};

/** One call of the program: where it writes, how it shows times and colours, and with which code it ends. */
export type Cli = {
  readonly deps: CliDeps;
  readonly paint: Paint;
  readonly columns: number;
  exitCode: 0 | 1 | 2 | 3;
  readonly time: (iso: unknown) => string;
  /** The same to the minute, for tables. */
  readonly minute: (iso: unknown) => string;
  readonly line: (text?: string) => void;
  readonly note: (text: string) => void;
  readonly json: (value: unknown) => void;
  readonly remote: (command: Command) => Client;
  /** A table on standard output, or the sentence that says what its absence means. */
  readonly list: <T>(page: Page<T>, columns: readonly Column<T>[], empty: string) => void;
  readonly ask: (question: string) => Promise<string>;
  readonly sleep: Sleep;
};

export const defaultUrl = 'http://127.0.0.1:4100';

export function createCli(deps: CliDeps): Cli {
  const { terminal, env } = deps;
  const paint = createPaint(terminal.isInteractive && (env['NO_COLOR'] ?? '') === '');
  const columns = Number.isFinite(terminal.columns) ? Math.max(40, terminal.columns) : 80;
  const zone = zoneOf(env['TZ']);
  const line = (text = ''): void => terminal.out(`${text}\n`);
  return {
    deps,
    paint,
    columns,
    exitCode: 0,
    time: (iso) => localTime(iso, zone),
    minute: (iso) => localTime(iso, zone).replace(/^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}):\d{2} ([+-]\d{2})(?::00)?/, '$1 $2'),
    line,
    note: (text) => terminal.error(`${text}\n`),
    json: (value) => line(safeJson(value)),
    remote: (command) => remote(command, deps),
    list(page, shown, empty) {
      if (page.items.length === 0) return line(empty);
      terminal.out(table(page.items, shown, columns, paint));
      if (page.next !== null) terminal.error(`there are more: --after ${safeLine(page.next)}, or a higher --limit\n`);
      return undefined;
    },
    ask: deps.ask ?? ((question) => askTerminal(question, deps.signal)),
    sleep: deps.sleep ?? ((ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal })),
  };
}

function remote(command: Command, deps: CliDeps): Client {
  const options = command.optsWithGlobals<{ url?: string; key?: string }>();
  const url = options.url ?? (deps.env['COUNTERSIGN_URL'] || defaultUrl);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') throw usage(`${url} is no http address`, 'url');
  const key = options.key ?? (deps.env['COUNTERSIGN_KEY'] || undefined);
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) throw usage('a key has no spaces or special characters', 'key');
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname);
  if (key !== undefined && parsed.protocol === 'http:' && !isLocal)
    deps.terminal.error(`warning: the key travels unencrypted to ${parsed.host}\n`);
  return createClient({ url, key }, deps.fetch, deps.signal);
}

async function askTerminal(question: string, signal: AbortSignal): Promise<string> {
  // The question goes to the error stream: standard output holds results alone.
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await reader.question(question, { signal });
  } catch {
    return '';
  } finally {
    reader.close();
  }
}

/** The server and the key, accepted before and after the command's name. */
export function remoteOptions(command: Command): Command {
  return command
    .option('--url <url>', `the server (COUNTERSIGN_URL, or ${defaultUrl})`)
    .option('--key <key>', 'API key (COUNTERSIGN_KEY)')
    .option('--json', 'exactly one JSON document on standard output');
}

/** `--limit` and `--after` of a list. */
export function pageOptions(command: Command): Command {
  return remoteOptions(command)
    .option('--limit <n>', 'at most so many', wholeNumber, 50)
    .option('--after <cursor>', 'continue after this one');
}

export type PageOptions = { readonly limit: number; readonly after?: string; readonly json?: boolean };

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 100_000) throw usage(`${text} is no whole number`, 'number');
  return value;
}

/** `a,b c` and repeated options alike. */
export function listOf(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(/[\s,]+/).filter((part) => part !== '')];
}

import { appendFileSync, existsSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { printCassette } from '../../contracts/cassette.ts';
import { wholeNumber, type Cli } from '../cli.ts';
import { usage } from '../failure.ts';
import { safeLine } from '../render/safe.ts';

type Options = { provider: 'openai' | 'ollama'; baseUrl: string; to: string; count?: number; dialect?: string };

const examples = `
Point models.*.baseUrl of a configuration at the address it prints and ask something; each exchange is written when it is over.
Of requests nothing is kept but the model's name and whether the answer comes in pieces. Keys, cookies, host names and the
ids of organisations, requests and answers are written over. What the model answered is kept as it is.

Example:
  countersign record --provider openai --base-url https://api.openai.com/v1 --to plain.wire.jsonl --count 1`;

export function recordCommand(program: Command, cli: Cli): void {
  program
    .command('record')
    .description("write down what a language model's provider answers, byte for byte, to test against it later")
    .addOption(new Option('--provider <name>', 'how it speaks').choices(['openai', 'ollama']).makeOptionMandatory())
    .requiredOption('--base-url <url>', 'the provider; for openai up to and with /v1')
    .requiredOption('--to <file>', 'cassette, by convention NAME.wire.jsonl; a new file')
    .option('--count <n>', 'end after so many exchanges; otherwise with ^C', wholeNumber)
    .option('--dialect <name>', 'whose way of speaking it is, such as azure-openai or vllm')
    .addHelpText('after', examples)
    .action((options: Options) => record(options, cli));
}

async function record({ provider, baseUrl, to, count, dialect }: Options, cli: Cli): Promise<void> {
  const base = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if ((base?.protocol !== 'http:' && base?.protocol !== 'https:') || base.username !== '' || base.search !== '')
    throw usage('the provider is an http address without a name, a password or a query', 'base-url');
  if (existsSync(to)) throw usage(`${to} is there already; a cassette is a new file`, 'to');
  // Of use to few, so loaded when asked for.
  const { startProxy } = await import('../recording/proxy.ts');
  const done = new AbortController();
  let written = 0;
  const proxy = await startProxy({
    baseUrl,
    dialect: dialect ?? provider,
    fetch: cli.deps.fetch,
    now: () => performance.now(),
    onFailed: (kind) => cli.note(`not recorded: ${kind}`),
    onRecorded(recorded) {
      appendFileSync(to, printCassette([recorded]), { mode: 0o600 });
      written += 1;
      cli.note(`${written}: ${recorded.exchange.req.method} ${safeLine(recorded.exchange.req.path)} ${recorded.exchange.res.status}`);
      if (written === count) done.abort();
    },
  });
  cli.note('warning: what the model answers is kept in the file as it is; ask with made-up data');
  cli.line(proxy.url);
  await aborted(AbortSignal.any([cli.deps.signal, done.signal]));
  await proxy.close();
  cli.note(`${written} exchanges in ${safeLine(to)}`);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

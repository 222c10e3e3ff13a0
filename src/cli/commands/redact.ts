import { Option, type Command } from 'commander';
import { tokenKinds, type TokenKind } from '../../contracts/token-kinds.ts';
import {
  offsetUnits,
  redactProfiles,
  type OffsetUnit,
  type RedactedFile,
  type RedactedPart,
  type RedactProfile,
} from '../../contracts/redaction.ts';
import { listOf, type Cli } from '../cli.ts';
import { asFailure, Failure, usage } from '../failure.ts';
import { progressBar, type ProgressBar } from '../render/progress-bar.ts';
import { createTally, renderBoxes, renderTally } from '../render/redacted.ts';
import { safeJson, safeText } from '../render/safe.ts';

type Options = {
  json?: boolean;
  view?: boolean;
  profile: RedactProfile;
  offsets: OffsetUnit;
  types?: readonly string[];
  config?: string;
};

const examples = `
FILE is a text, JSON lines with a field "text" each (by its ending .jsonl or .ndjson, or its first line), or a JSON
array of strings or of objects with a "text". The same value has the same token in the whole file. --json answers
{ text, spans: [{ type, start, end }], counts, detector } for a text, one such document per line for JSON lines (blank
lines have none), an array for an array; of other fields "id" alone is handed on. Positions are those of the text as it
came in. Nothing is stored.

Examples:
  countersign redact mail.txt > mail.redacted.txt         a text in, a text out
  countersign redact notes.jsonl --json --types PERSON    what was found where, one document per line`;

export function redactCommand(program: Command, cli: Cli): void {
  program
    .command('redact')
    .description('replace personal data in a file by tokens such as <PERSON_1>; needs no server and stores nothing')
    .argument('<file>', 'file, or - for standard input')
    .option('--json', 'text, spans and counts instead of the text alone')
    .option('--view', 'show what was found as boxes with type and length, never a value')
    .addOption(new Option('--profile <name>', 'strict also refuses what nobody can look into').choices(redactProfiles).default('standard'))
    .option('--types <list>', `only these: ${tokenKinds.filter(isFound).join(', ')}`, listOf)
    .addOption(
      new Option('--offsets <unit>', 'what positions count; code-points is what Python counts').choices(offsetUnits).default('utf-16'),
    )
    .option('--config <file>', 'configuration file')
    .addHelpText('after', examples)
    .action((file: string, options: Options) => redact(file, options, cli));
}

/** Amounts are dealt with where they are typed; texts are tokens only where they look like one already. */
const isFound = (kind: TokenKind): boolean => kind !== 'AMOUNT' && kind !== 'TEXT';

async function redact(path: string, options: Options, cli: Cli): Promise<void> {
  if (options.json && options.view) throw usage('--json and --view are two ways to show the same; choose one', 'view');
  const types = options.types?.map(typeNamed);
  const bar = barFor(cli);
  const { signal } = cli.deps;
  try {
    const file = await cli.deps.redactFile(
      {
        path,
        profile: options.profile,
        // Boxes are laid over the text by our own positions.
        offsets: options.view ? 'utf-16' : options.offsets,
        signal,
        ...(types === undefined ? {} : { types }),
        ...(options.config === undefined ? {} : { config: options.config }),
      },
      (done, total) => showProgress(bar, done, total),
    );
    if (options.view) await view(file, cli);
    else if (options.json) await json(file, cli);
    else await plain(file, cli);
  } catch (thrown) {
    throw signal.aborted ? new Failure('interrupted', 'stopped before the end of the file', { cause: thrown }) : misunderstood(thrown);
  } finally {
    bar.end();
  }
}

function typeNamed(name: string): TokenKind {
  const kind = tokenKinds.find((each) => each === name.toUpperCase() && isFound(each));
  if (kind === undefined) throw usage(`there is no type ${name}; there are ${tokenKinds.filter(isFound).join(', ')}`, 'types');
  return kind;
}

const notUnderstood = ['input.malformed', 'input.invalid'];

/** A file that cannot be read as what it says it is was not understood; one that is refused was. */
function misunderstood(thrown: unknown): Failure {
  const failure = asFailure(thrown);
  if (!notUnderstood.includes(failure.code)) return failure;
  return new Failure(failure.code, failure.message, { field: failure.field, exitCode: 2, cause: thrown });
}

const mebibyte = 1_048_576;
const worthABar = 2 * mebibyte;

function barFor(cli: Cli): ProgressBar {
  const { terminal } = cli.deps;
  const isWatched = terminal.watched?.error ?? terminal.isInteractive;
  return isWatched ? progressBar({ ...terminal, isInteractive: true }) : { show() {}, end() {} };
}

function showProgress(bar: ProgressBar, done: number, total: number | undefined): void {
  if (total !== undefined && total < worthABar) return;
  const read = Math.floor(done / mebibyte);
  bar.show(read, total === undefined ? undefined : Math.ceil(total / mebibyte), total === undefined ? `${read} MiB read` : 'MiB read');
}

async function plain({ form, parts }: RedactedFile, cli: Cli): Promise<void> {
  const { out, watched, isInteractive, drained } = cli.deps.terminal;
  const shown = (watched?.out ?? isInteractive) ? safeText : (text: string) => text;
  for await (const { text } of parts) {
    out(form === 'text' ? shown(text) : `${shown(text)}\n`);
    await drained?.();
  }
}

async function json({ form, detector, parts }: RedactedFile, cli: Cli): Promise<void> {
  const documents: unknown[] = [];
  for await (const part of parts) {
    const document = documentOf(part, detector);
    if (form === 'array') documents.push(document);
    else cli.deps.terminal.out(`${safeJson(document, form === 'text' ? 2 : 0)}\n`);
    await cli.deps.terminal.drained?.();
  }
  if (form === 'array') cli.json(documents);
}

function documentOf({ id, text, spans, counts }: RedactedPart, detector: string): unknown {
  return {
    ...(id === undefined ? {} : { id }),
    text,
    spans: spans.map(({ type, start, end }) => ({ type, start, end })),
    counts,
    detector,
  };
}

async function view({ form, detector, parts }: RedactedFile, cli: Cli): Promise<void> {
  const tally = createTally();
  let number = 0;
  for await (const part of parts) {
    number += 1;
    tally.add(part.spans);
    if (form !== 'text') cli.line(cli.paint.dim(`── ${number}`));
    for (const line of renderBoxes(part, cli.paint)) cli.line(line);
    await cli.deps.terminal.drained?.();
  }
  cli.line();
  cli.deps.terminal.out(renderTally(tally, cli.columns, cli.paint));
  cli.line(cli.paint.dim(`found by ${detector}; a box shows the type and how many characters stood there`));
}

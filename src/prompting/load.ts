import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { canonicalJson } from '../contracts/json.ts';
import { checkVariables } from './declared.ts';
import { PromptHeader } from './header.ts';
import { outputOf, type PromptOutput } from './output.ts';
import { find, plainPrinter, renderNodes, type Printer } from './render.ts';
import { mismatches, parseShape, pathsOf, type Shape } from './shape.ts';
import { invalid, parseTemplate, type Node, type Partials } from './template.ts';

export type Message = { readonly role: 'system' | 'user'; readonly content: string };

/** What a body may name: the JSON block of facts, the reader's language, and the view's fields below `view`. */
export type PromptInput = { readonly sheet: unknown; readonly locale: string; readonly language: string; readonly view: unknown };

/** A loaded prompt: everything is parsed and checked; rendering only fills in. */
export type Prompt = Pick<PromptHeader, 'id' | 'version' | 'role' | 'maxTokens' | 'temperature' | 'locales'> & {
  /** Paths a view must have, and those it may have. */
  readonly input: readonly string[];
  readonly optional: readonly string[];
  /** What an answer has to be. */
  readonly output: PromptOutput;
  /** sha256 over front matter, with the schemas of input and output, body and partials. */
  readonly hash: string;
  /** What it was read from; the partials are those it used. */
  readonly origin: { readonly file: string; readonly source: string; readonly partials: Readonly<Record<string, string>> };
  /** Messages for a model. Missing fields are prompt.invalid. */
  render(input: PromptInput): readonly Message[];
  /** The language the prompt will use for a reader of `locale`. */
  languageFor(locale: string): string;
  /** The narrator's text for a view, or undefined where the prompt has no sentences. */
  narrate(locale: string, view: Readonly<Record<string, unknown>>, printer: Pick<Printer, 'print' | 'plural'>): string | undefined;
};

export type PromptRegistry = {
  /** The version that speaks, for a thread where that makes a difference. prompt.invalid when there is none. */
  get(id: string, threadId?: string): Prompt;
  /** One version, or undefined where there is none. */
  find(id: string, version: string): Prompt | undefined;
  list(): readonly Prompt[];
};

type Sentences = {
  readonly paragraphs: readonly (readonly (readonly Node[])[])[];
  readonly choices: ReadonlyMap<string, ReadonlyMap<string, readonly Node[]>>;
};

/** Reads every .prompt file below `dir`; partials lie in `_partials`. The first mistake stops the start. */
export function loadPrompts(dir: string): PromptRegistry {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.prompt') && !file.split(sep).includes('_partials') && !file.split(sep).includes('_released'))
    .toSorted();
  const partials = loadPartials(join(dir, '_partials'));
  const prompts = new Map(
    files.map((file) => {
      const prompt = parsePrompt(readFileSync(join(dir, file), 'utf8'), file.split(sep).join('/'), partials);
      return [prompt.id, prompt] as const;
    }),
  );
  return {
    get(id) {
      const prompt = prompts.get(id);
      if (!prompt) throw invalid(id, 'there is no such prompt');
      return prompt;
    },
    find(id, version) {
      const prompt = prompts.get(id);
      return prompt?.version === version ? prompt : undefined;
    },
    list: () => [...prompts.values()],
  };
}

function loadPartials(dir: string): ReadonlyMap<string, string> {
  if (!existsSync(dir)) return new Map();
  const files = readdirSync(dir).filter((file) => file.endsWith('.prompt'));
  return new Map(files.map((file) => [basename(file, '.prompt'), lf(readFileSync(join(dir, file), 'utf8')).trimEnd()]));
}

/** One prompt from its text. `file` is its path below the prompts folder. */
export function parsePrompt(source: string, file: string, partials: ReadonlyMap<string, string> = new Map()): Prompt {
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(lf(source));
  if (!match) throw invalid(file, 'it does not start with front matter between --- lines');
  const [, front = '', body = ''] = match;
  const data = parseFront(front, file);
  const header = parseHeader(data, file);
  const used = new Set<string>();
  const partial: Partials = (name) => {
    used.add(name);
    return partials.get(name);
  };
  const { input, optional, output, viewShape } = schemasOf(header, file);
  const declared = new Set([...input, ...optional]);
  const messages = parseBody(body, file, partial, declared);
  const sentences = new Map(
    Object.entries(header.narrator).map(([locale, narrator]) => [
      locale,
      parseNarrator(narrator, `${file} (${locale})`, declared, partial),
    ]),
  );
  const required = input.map((text) => ({ text, parts: text.split('.') }));
  const hash = hashOf(
    data,
    body,
    [...used].toSorted().map((name) => partials.get(name) ?? ''),
  );
  const languageFor = (locale: string) =>
    header.locales.find((known) => known === locale.slice(0, 2).toLowerCase()) ?? header.locales[0] ?? 'en';
  const { id, version, role, maxTokens, temperature, locales } = header;
  return {
    id,
    version,
    role,
    maxTokens,
    temperature,
    locales,
    input,
    optional,
    output,
    hash,
    origin: {
      file,
      source: lf(source),
      partials: Object.fromEntries([...used].toSorted().map((name) => [name, partials.get(name) ?? ''])),
    },
    languageFor,
    render(given) {
      const view = { values: isObject(given.view) ? given.view : {} };
      const missing = required.find((field) => find(field, view) === undefined);
      if (missing) throw invalid(file, `the view has no ${missing.text}`);
      const [wrong] = viewShape ? mismatches(given.view, viewShape, 'view') : [];
      if (wrong !== undefined) throw invalid(file, wrong);
      return messages.map(({ role, nodes }) => ({ role, content: renderNodes(nodes, { values: given }, plainPrinter, file).trim() }));
    },
    narrate(locale, view, printer) {
      const found = sentences.get(languageFor(locale));
      return found && narrated(found, view, printer, file);
    },
  };
}

/** Read once: the sentences of a narrator in four languages take a while. */
function parseFront(front: string, file: string): unknown {
  try {
    return parseYaml(front, { schema: 'core', prettyErrors: false });
  } catch (cause) {
    throw invalid(file, 'the front matter is not YAML', cause);
  }
}

function parseHeader(data: unknown, file: string): PromptHeader {
  const header = PromptHeader.safeParse(data);
  if (!header.success) {
    const issue = header.error.issues[0];
    throw invalid(file, `${issue?.path.join('.') || 'front matter'}: ${issue?.message ?? 'invalid'}`, header.error);
  }
  const expected = file.replace(/\.prompt$/, '').replaceAll('/', '.');
  if (header.data.id !== expected) throw invalid(file, `its id must be ${expected}`);
  const missing = Object.keys(header.data.narrator).length > 0 && header.data.locales.find((locale) => !header.data.narrator[locale]);
  if (missing) throw invalid(file, `the narrator has no sentences for ${missing}`);
  return header.data;
}

type Schemas = Pick<Prompt, 'input' | 'optional' | 'output'> & { readonly viewShape?: Shape };

function schemasOf({ input, optional, output }: PromptHeader, file: string): Schemas {
  try {
    if (Array.isArray(input)) return { input, optional, output: outputOf(output) };
    const viewShape = parseShape(input.schema, 'input.schema');
    if (viewShape.type !== 'object') throw new TypeError('input.schema is no object');
    if (optional.length > 0) throw new TypeError('optional stands beside a schema that says it itself');
    const paths = pathsOf(viewShape);
    return { input: paths.required, optional: paths.optional, output: outputOf(output), viewShape };
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : 'a schema is not valid', cause);
  }
}

/** Roles are split before anything is filled in, so that no value can open one. */
function parseBody(body: string, file: string, partial: Partials, declared: ReadonlySet<string>) {
  const pieces = body.split(/\{\{\s*role "(system|user)"\s*\}\}/);
  if (pieces[0]?.trim() || pieces.length < 3) throw invalid(file, 'the body must start with {{role "system"}} or {{role "user"}}');
  const known = new Set(['sheet', 'locale', 'language', ...[...declared].map((path) => `view.${path}`)]);
  return pieces.slice(1).flatMap((piece, at) => {
    if (at % 2 === 1) return [];
    const nodes = parseTemplate(pieces[at + 2] ?? '', file, partial);
    checkVariables(nodes, known, new Set(), file);
    return [{ role: piece === 'system' ? ('system' as const) : ('user' as const), nodes }];
  });
}

function parseNarrator(
  narrator: PromptHeader['narrator'][string],
  file: string,
  declared: ReadonlySet<string>,
  partial: Partials,
): Sentences {
  const names = new Set(Object.keys(narrator.choices));
  const paragraphs = narrator.text.map((paragraph) =>
    (typeof paragraph === 'string' ? [paragraph] : paragraph).map((source) => parseTemplate(source, file, partial)),
  );
  for (const nodes of paragraphs.flat()) checkVariables(nodes, declared, names, file);
  // A text that is picked inside a loop may name the loop's item.
  const inLoops = new Set([...declared, ...paragraphs.flat(2).flatMap(itemsOf)]);
  const choices = new Map(
    Object.entries(narrator.choices).map(([name, texts]) => {
      const parsed = Object.entries(texts).map(([word, source]) => [word, parseTemplate(source, file, partial)] as const);
      for (const [, nodes] of parsed) checkVariables(nodes, inLoops, names, file);
      return [name, new Map(parsed)];
    }),
  );
  return { choices, paragraphs };
}

function itemsOf(node: Node): string[] {
  if (node.is === 'each') return [node.item, ...node.body.flatMap(itemsOf)];
  return node.is === 'if' ? [...node.yes, ...node.no].flatMap(itemsOf) : [];
}

/** Sentences joined by spaces, paragraphs by empty lines; what renders to nothing leaves no trace. */
function narrated(
  { paragraphs, choices }: Sentences,
  view: Readonly<Record<string, unknown>>,
  printer: Pick<Printer, 'print' | 'plural'>,
  file: string,
): string {
  const full: Printer = { ...printer, choice: (name, word) => choices.get(name)?.get(word) };
  const scope = { values: view };
  return paragraphs
    .map((sentences) =>
      sentences
        .map((nodes) => renderNodes(nodes, scope, full, file).replace(/ {2,}/g, ' ').trim())
        .filter((sentence) => sentence !== '')
        .join(' '),
    )
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

function hashOf(front: unknown, body: string, partials: readonly string[]): string {
  const parts = [canonicalJson(front), body, ...partials.map((text) => createHash('sha256').update(text).digest('hex'))];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function lf(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

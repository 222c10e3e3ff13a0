import { CountersignError } from '../contracts/errors.ts';

/**
 * The template language of prompts, strict and without code:
 *   {{a.b}}  {{json a}}  {{#if a}}…{{else}}…{{/if}}  {{#if not a}}  {{#if a is "word"}}  {{#each list as item}}…{{/each}}
 *   {{pick choices a.b}}  {{plural a.b "day" "days"}}  {{>partial}}
 * Values are inserted as data and never read as template.
 */
export type Node =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'print'; readonly path: Path }
  | { readonly is: 'json'; readonly path: Path }
  | {
      readonly is: 'if';
      readonly path: Path;
      readonly word?: string;
      readonly negated: boolean;
      readonly yes: readonly Node[];
      readonly no: readonly Node[];
    }
  | { readonly is: 'each'; readonly path: Path; readonly item: string; readonly body: readonly Node[] }
  | { readonly is: 'pick'; readonly choices: string; readonly path: Path }
  | { readonly is: 'plural'; readonly path: Path; readonly one: string; readonly other: string };
export type Path = { readonly text: string; readonly parts: readonly string[] };

export type Partials = (name: string) => string | undefined;

type Reading = { readonly tags: readonly string[]; at: number; readonly file: string; readonly partials: Partials; readonly depth: number };

const path = '[A-Za-z_][\\w-]*(?:\\.[A-Za-z_][\\w-]*)*';
const forms = {
  print: new RegExp(`^(${path})$`),
  json: new RegExp(`^json (${path})$`),
  if: new RegExp(`^#if (not )?(${path})(?: is "([^"]*)")?$`),
  each: new RegExp(`^#each (${path})(?: as ([A-Za-z_]\\w*))?$`),
  pick: new RegExp(`^pick ([A-Za-z_]\\w*) (${path})$`),
  plural: new RegExp(`^plural (${path}) "([^"]*)" "([^"]*)"$`),
  partial: /^>([\w-]+)$/,
};

/** Parses once; `file` names the source in errors. */
export function parseTemplate(source: string, file: string, partials: Partials = () => undefined, depth = 0): readonly Node[] {
  // A line that holds nothing but a block tag leaves no empty line behind.
  const tight = source.replace(/^[ \t]*(\{\{(?:#[^}]*|\/[^}]*|else)\}\})[ \t]*\n/gm, '$1');
  const reading: Reading = { tags: tight.split(/\{\{(.*?)\}\}/s), at: 0, file, partials, depth };
  const nodes = readNodes(reading, []);
  if (reading.at < reading.tags.length) throw invalid(file, `{{${reading.tags[reading.at]}}} closes nothing`);
  return nodes;
}

/** Reads until one of `ends` (left for the caller). Texts stand at even places of the split, tags at odd ones. */
function readNodes(reading: Reading, ends: readonly string[]): Node[] {
  const nodes: Node[] = [];
  while (reading.at < reading.tags.length) {
    const piece = reading.tags[reading.at] ?? '';
    if (reading.at % 2 === 0) {
      if (piece.includes('{{') || piece.includes('}}')) throw invalid(reading.file, 'a {{ or }} is left open');
      if (piece !== '') nodes.push({ is: 'text', text: piece });
      reading.at += 1;
      continue;
    }
    const tag = piece.trim();
    if (ends.includes(tag)) return nodes;
    if (tag === 'else' || tag.startsWith('/')) throw invalid(reading.file, `{{${tag}}} closes nothing`);
    reading.at += 1;
    nodes.push(...readTag(reading, tag));
  }
  if (ends.length > 0) throw invalid(reading.file, `{{${ends.at(-1)}}} is missing`);
  return nodes;
}

function readTag(reading: Reading, tag: string): readonly Node[] {
  const print = forms.print.exec(tag);
  if (print) return [{ is: 'print', path: pathOf(print[1]) }];
  const json = forms.json.exec(tag);
  if (json) return [{ is: 'json', path: pathOf(json[1]) }];
  const pick = forms.pick.exec(tag);
  if (pick) return [{ is: 'pick', choices: pick[1] ?? '', path: pathOf(pick[2]) }];
  const plural = forms.plural.exec(tag);
  if (plural) return [{ is: 'plural', path: pathOf(plural[1]), one: plural[2] ?? '', other: plural[3] ?? '' }];
  const condition = forms.if.exec(tag);
  if (condition) return [readIf(reading, condition)];
  const each = forms.each.exec(tag);
  if (each) {
    const body = readNodes(reading, ['/each']);
    reading.at += 1;
    return [{ is: 'each', path: pathOf(each[1]), item: each[2] ?? 'this', body }];
  }
  const partial = forms.partial.exec(tag);
  if (partial) return readPartial(reading, partial[1] ?? '');
  throw invalid(reading.file, `{{${tag}}} is no form this language has`);
}

function readIf(reading: Reading, [, not, at, word]: RegExpExecArray): Node {
  const yes = readNodes(reading, ['else', '/if']);
  let no: readonly Node[] = [];
  if (reading.tags[reading.at]?.trim() === 'else') {
    reading.at += 1;
    no = readNodes(reading, ['/if']);
  }
  reading.at += 1;
  return { is: 'if', path: pathOf(at), negated: not !== undefined, yes, no, ...(word === undefined ? {} : { word }) };
}

function readPartial(reading: Reading, name: string): readonly Node[] {
  const source = reading.partials(name);
  if (source === undefined) throw invalid(reading.file, `there is no partial ${name}`);
  if (reading.depth >= 4) throw invalid(reading.file, `partials go round in a circle at ${name}`);
  if (/\{\{\s*role /.test(source)) throw invalid(reading.file, `partial ${name} opens a role`);
  return parseTemplate(source, `${reading.file} > ${name}`, reading.partials, reading.depth + 1);
}

function pathOf(text = ''): Path {
  return { text, parts: text.split('.') };
}

export function invalid(file: string, what: string, cause?: unknown): CountersignError {
  return new CountersignError('prompt.invalid', `Prompt ${file}: ${what}`, { field: file, ...(cause === undefined ? {} : { cause }) });
}

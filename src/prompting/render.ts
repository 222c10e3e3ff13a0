import { invalid, type Node, type Path } from './template.ts';

export type Scope = { readonly values: Readonly<Record<string, unknown>>; readonly parent?: Scope };

/** How a value reads. The narrator formats facts here; a prompt's body prints strings and numbers as they are. */
export type Printer = {
  readonly print: (value: string | number | boolean) => string;
  /** Which of two words goes with the number a value stands for. */
  readonly plural?: (value: string | number | boolean, one: string, other: string) => string;
  readonly choice?: (choices: string, word: string) => readonly Node[] | undefined;
};

export const plainPrinter: Printer = { print: String };

/** Renders parsed nodes. A path that leads nowhere is prompt.invalid naming file and variable; in `#if` it counts as no. */
export function renderNodes(nodes: readonly Node[], scope: Scope, printer: Printer, file: string): string {
  let text = '';
  for (const node of nodes) text += renderNode(node, scope, printer, file);
  return text;
}

function renderNode(node: Node, scope: Scope, printer: Printer, file: string): string {
  switch (node.is) {
    case 'text':
      return node.text;
    case 'print':
      return printer.print(leafAt(node.path, scope, file));
    case 'json':
      return asData(present(node.path, scope, file));
    case 'plural':
      return printer.plural?.(leafAt(node.path, scope, file), node.one, node.other) ?? node.other;
    case 'pick': {
      const word = String(leafAt(node.path, scope, file));
      const chosen = printer.choice?.(node.choices, word);
      if (!chosen) throw invalid(file, `${node.choices} has no text for the ${node.path.text} given`);
      return renderNodes(chosen, scope, printer, file);
    }
    case 'if': {
      const value = find(node.path, scope);
      const holds = node.word === undefined ? isYes(value) : value === node.word;
      return renderNodes(holds === node.negated ? node.no : node.yes, scope, printer, file);
    }
    case 'each': {
      const list = present(node.path, scope, file);
      if (!Array.isArray(list)) throw invalid(file, `${node.path.text} is not a list`);
      return list.map((item: unknown) => renderNodes(node.body, { values: { [node.item]: item }, parent: scope }, printer, file)).join('');
    }
  }
}

function leafAt(path: Path, scope: Scope, file: string): string | number | boolean {
  const value = present(path, scope, file);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw invalid(file, `${path.text} is not a single value`);
}

function present(path: Path, scope: Scope, file: string): unknown {
  const value = find(path, scope);
  if (value === undefined || value === null) throw invalid(file, `there is no value for ${path.text}`);
  return value;
}

/** Own members only, so that no path reaches what every object inherits. */
export function find({ parts }: Path, scope: Scope): unknown {
  const [root = '', ...rest] = parts;
  let holder: Scope | undefined = scope;
  while (holder && !Object.hasOwn(holder.values, root)) holder = holder.parent;
  let value: unknown = holder?.values[root];
  for (const part of rest) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}

function isYes(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** JSON on one line, with line separators escaped, so that data cannot begin a line of its own. */
function asData(value: unknown): string {
  return JSON.stringify(value).replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'));
}

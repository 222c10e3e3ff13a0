import { invalidField, malformedQuery, SalesforceFault } from '../fault.ts';
import type { FieldDef, ObjectDef } from '../objects/index.ts';
import { findField } from '../organisation.ts';
import type { Records, Row } from '../records.ts';
import type { FieldCondition, Tree } from './condition.ts';
import { comparable, operand, type Operand, unquote } from './literal.ts';
import { resolvePath } from './path.ts';

export type FilterContext = {
  readonly records: Records;
  readonly now: Date;
  /** The single column of a sub-select, for `IN (SELECT …)`. */
  readonly column: (query: NonNullable<FieldCondition['query']>) => readonly (string | null)[];
};

export type Filter = (row: Row) => boolean;

export function compileFilter(object: ObjectDef, tree: Tree, context: FilterContext): Filter {
  switch (tree.kind) {
    case 'and': {
      const parts = tree.parts.map((part) => compileFilter(object, part, context));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = tree.parts.map((part) => compileFilter(object, part, context));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = compileFilter(object, tree.part, context);
      return (row) => !part(row);
    }
    case 'leaf':
      return compileLeaf(object, tree.leaf, context);
  }
}

/** Rows worth testing: through the value index where the condition pins an indexed field to texts, otherwise all of them. */
export function candidates(object: ObjectDef, tree: Tree | undefined, records: Records): readonly Row[] {
  const pinned = tree && pinnedValues(object, tree);
  if (!pinned) return records.all(object);
  const { field, values } = pinned;
  const byId = new Map<string, Row>();
  for (const value of values) {
    const own = field.name === 'Id' ? records.get(object, value) : undefined;
    for (const row of own ? [own] : records.byValue(object, field.name, value)) byId.set(String(row['Id']), row);
  }
  return [...byId.values()].toSorted((a, b) => (String(a['Id']) < String(b['Id']) ? -1 : 1));
}

function pinnedValues(object: ObjectDef, tree: Tree): { field: FieldDef; values: readonly string[] } | undefined {
  if (tree.kind === 'and') return tree.parts.map((part) => pinnedValues(object, part)).find((found) => found !== undefined);
  if (tree.kind !== 'leaf' || (tree.leaf.operator !== '=' && tree.leaf.operator !== 'IN') || tree.leaf.query) return undefined;
  const field = findField(object, tree.leaf.field);
  if (!field || !(field.indexed || field.name === 'Id')) return undefined;
  const values = [tree.leaf.value].flat();
  const types = [tree.leaf.literal].flat();
  if (types.some((type) => type !== 'STRING')) return undefined;
  return { field, values: values.map((value) => textOperand(field, value)) };
}

/** Indexed fields hold texts and ids, so their operands are texts. */
function textOperand(field: FieldDef, value: string): string {
  const found = operand(field, value, 'STRING', new Date(0));
  return typeof found === 'string' ? found : '';
}

function compileLeaf(object: ObjectDef, leaf: FieldCondition, context: FilterContext): Filter {
  const path = resolvePath(object, leaf.field, context.records);
  const { field } = path;
  if (!field.filterable) throw invalidField(`field '${field.name}' can not be filtered in a query call`);
  const read = (row: Row) => comparable(field, path.read(row));
  if (leaf.operator === 'LIKE') {
    const pattern = like(unquote([leaf.value].flat()[0] ?? "''", true));
    return (row) => {
      const value = read(row);
      return typeof value === 'string' && pattern.test(value);
    };
  }
  return compileComparison(leaf.operator, field, read, leaf.query ? context.column(leaf.query) : literals(field, leaf, context.now));
}

function compileComparison(operator: string, field: FieldDef, read: (row: Row) => Comparable, operands: readonly Operand[]): Filter {
  const isIn = (row: Row): boolean => operands.some((wanted) => isEqual(read(row), wanted));
  switch (operator) {
    case 'IN':
    case '=':
      return isIn;
    case 'NOT IN':
    case '!=':
      return (row) => !isIn(row);
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const [wanted = null] = operands;
      if (field.type === 'boolean' || wanted === null)
        throw new SalesforceFault(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator ${operator} on ${field.name}`);
      return ordered(operator, read, wanted);
    }
    default:
      throw malformedQuery(`operator ${operator} is not supported here`);
  }
}

function literals(field: FieldDef, leaf: FieldCondition, now: Date): readonly Operand[] {
  const types = [leaf.literal].flat();
  const days = [leaf.days ?? 0].flat();
  return [leaf.value]
    .flat()
    .map((value, index) => operand(field, value, types[index] ?? types[0] ?? 'STRING', now, days[index] ?? days[0] ?? 0));
}

type Comparable = ReturnType<typeof comparable>;

function isEqual(value: Comparable, wanted: Operand): boolean {
  if (typeof wanted !== 'object' || wanted === null) return value === wanted;
  const at = inMs(value);
  return at !== undefined && at >= wanted.from && at < wanted.to;
}

function ordered(operator: '<' | '<=' | '>' | '>=', read: (row: Row) => Comparable, wanted: Exclude<Operand, null>): Filter {
  return (row) => {
    let value: Comparable | undefined = read(row);
    let bound: string | number | boolean;
    if (typeof wanted === 'object') {
      value = inMs(value);
      // Against a span of days, `<` and `>=` mean its start, `>` and `<=` its last moment.
      bound = operator === '<' || operator === '>=' ? wanted.from : wanted.to - 1;
    } else bound = wanted;
    if (value === null || value === undefined) return false;
    if (operator === '<') return value < bound;
    if (operator === '<=') return value <= bound;
    return operator === '>' ? value > bound : value >= bound;
  };
}

function inMs(value: Comparable): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Date.parse(value) : undefined;
}

/** `%` any text, `_` one character, a backslash before either means itself. */
function like(pattern: string): RegExp {
  const source = pattern.replace(/\\([\s\S])|[\s\S]/g, (char, escaped: string | undefined) => {
    if (escaped !== undefined) return literally(escaped);
    return char === '%' ? '[\\s\\S]*' : char === '_' ? '[\\s\\S]' : literally(char);
  });
  return new RegExp(`^${source}$`, 'i');
}

function literally(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

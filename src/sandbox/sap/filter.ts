import { type Cell, fromLiteral, type Literal } from './edm-values.ts';
import type { EntitySet, Field } from './model.ts';
import { badRequest } from './sap-error.ts';
import { type Token, tokens } from './tokens.ts';

/** A condition in SQL. Names come from the model, values are always bound. */
export type Condition = { readonly sql: string; readonly params: readonly Cell[] };

export const always: Condition = { sql: '1', params: [] };

const operators: Readonly<Record<string, string>> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' };

/**
 * `$filter` to SQL: or → and → not → comparison, startswith, endswith, substringof, parentheses. An unknown field, a
 * literal of the wrong type or anything left over is a 400.
 */
export function filterCondition(set: EntitySet, text: string): Condition {
  const reader = new Reader(set, tokens(text));
  const condition = reader.either();
  reader.end();
  return condition;
}

export function allOf(...conditions: readonly Condition[]): Condition {
  return { sql: conditions.map((one) => `(${one.sql})`).join(' AND '), params: conditions.flatMap((one) => one.params) };
}

/** Equality on fields whose values are already cells. */
export function equals(values: Readonly<Record<string, Cell>>): Condition {
  const names = Object.keys(values);
  return { sql: names.map((name) => `"${name}" IS ?`).join(' AND ') || '1', params: Object.values(values) };
}

class Reader {
  private readonly set: EntitySet;
  private readonly list: readonly Token[];
  private at = 0;
  private depth = 0;

  constructor(set: EntitySet, list: readonly Token[]) {
    this.set = set;
    this.list = list;
  }

  either(): Condition {
    // Deep nesting would run out of stack long before it meant anything.
    if (++this.depth > 100) throw badRequest('The filter is nested too deeply');
    const left = this.joined('or', () => this.joined('and', () => this.negated(), ' AND '), ' OR ');
    this.depth -= 1;
    return left;
  }

  end(): void {
    if (this.at < this.list.length) throw badRequest('The filter does not end where it should');
  }

  private joined(word: string, part: () => Condition, glue: string): Condition {
    const parts = [part()];
    while (this.takes('word', word)) parts.push(part());
    const only = parts[0];
    if (parts.length === 1 && only) return only;
    return { sql: parts.map((one) => `(${one.sql})`).join(glue), params: parts.flatMap((one) => one.params) };
  }

  private negated(): Condition {
    if (!this.takes('word', 'not')) return this.primary();
    const inner = this.primary();
    return { sql: `NOT (${inner.sql})`, params: inner.params };
  }

  private primary(): Condition {
    if (this.takes('mark', '(')) {
      const inner = this.either();
      this.must(')');
      return inner;
    }
    const token = this.next();
    if (token.kind !== 'word') throw badRequest('The filter needs a property here');
    return ['startswith', 'endswith', 'substringof'].includes(token.text)
      ? this.textFunction(token.text)
      : this.comparison(this.field(token.text));
  }

  private comparison(field: Field): Condition {
    const token = this.next();
    const operator = token.kind === 'word' ? operators[token.text] : undefined;
    if (operator === undefined) throw badRequest(`The filter needs a comparison after '${field.name}'`);
    const cell = fromLiteral(field, this.literal());
    if (operator === '=' || operator === '<>') {
      if (field.type === 'Decimal' && cell !== null) return { sql: `sap_compare("${field.name}", ?) ${operator} 0`, params: [cell] };
      return { sql: `"${field.name}" ${operator === '=' ? 'IS' : 'IS NOT'} ?`, params: [cell] };
    }
    if (field.type === 'Decimal') return { sql: `sap_compare("${field.name}", ?) ${operator} 0`, params: [cell] };
    return { sql: `"${field.name}" ${operator} ?`, params: [cell] };
  }

  private textFunction(name: string): Condition {
    this.must('(');
    const isReversed = name === 'substringof';
    const first = isReversed ? this.text() : this.textField();
    this.must(',');
    const second = isReversed ? this.textField() : this.text();
    this.must(')');
    const [field, text] = isReversed ? [second, first] : [first, second];
    const column = `"${field}"`;
    const sql = {
      startswith: `substr(${column}, 1, length(?)) = ?`,
      endswith: `length(${column}) >= length(?) AND substr(${column}, length(${column}) - length(?) + 1) = ?`,
      substringof: `instr(${column}, ?) > 0`,
    }[name];
    const condition = {
      sql: sql ?? '0',
      params: Array.from({ length: name === 'startswith' ? 2 : name === 'endswith' ? 3 : 1 }, () => text),
    };
    // Clients write `startswith(…) eq true` as often as `startswith(…)`.
    if (!this.takes('word', 'eq')) return condition;
    const literal = this.literal();
    if (literal.kind !== 'boolean') throw badRequest(`'${name}' compares with true or false`);
    return literal.value ? condition : { ...condition, sql: `NOT (${condition.sql})` };
  }

  private textField(): string {
    const token = this.next();
    if (token.kind !== 'word') throw badRequest('The function needs a property');
    const field = this.field(token.text);
    if (field.type !== 'String') throw badRequest(`Property '${field.name}' is no text`);
    return field.name;
  }

  private text(): string {
    const literal = this.literal();
    if (literal.kind !== 'string') throw badRequest('The function needs a text');
    return literal.value;
  }

  private field(name: string): Field {
    const field = this.set.fields.get(name);
    if (!field) throw badRequest(`Property '${name}' does not exist in type '${this.set.typeName}'`);
    return field;
  }

  private literal(): Literal {
    const token = this.next();
    if (token.kind !== 'literal') throw badRequest('The filter needs a value here');
    return token.literal;
  }

  private next(): Token {
    const token = this.list[this.at++];
    if (!token) throw badRequest('The filter ends too early');
    return token;
  }

  private takes(kind: 'word' | 'mark', text: string): boolean {
    const token = this.list[this.at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.at += 1;
    return true;
  }

  private must(mark: string): void {
    if (!this.takes('mark', mark)) throw badRequest(`The filter needs '${mark}' here`);
  }
}

import type { Condition, ConditionWithValueQuery, ValueQueryCondition, WhereClause } from '@jetstreamapp/soql-parser-js';
import { malformedQuery } from '../fault.ts';

export type Tree =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Tree[] }
  | { readonly kind: 'not'; readonly part: Tree }
  | { readonly kind: 'leaf'; readonly leaf: FieldCondition };
export type FieldCondition = {
  readonly field: string;
  readonly operator: string;
  readonly value: string | readonly string[];
  readonly literal: string | readonly string[];
  readonly days?: number | readonly number[];
  readonly query?: ValueQueryCondition['valueQuery'];
};

type Token = '(' | ')' | 'AND' | 'OR' | 'NOT' | FieldCondition;

/**
 * The parser hands the WHERE clause over as a chain with counted parentheses; this makes the tree out of it. NOT binds
 * tightest; AND and OR side by side without parentheses are an error, as with the vendor.
 */
export function conditionTree(where: WhereClause): Tree {
  const tokens: Token[] = [];
  flatten(where, tokens);
  const reader = { tokens, at: 0 };
  const tree = readGroup(reader);
  if (reader.at !== tokens.length) throw malformedQuery("unexpected token: ')'");
  return tree;
}

function flatten(where: WhereClause, tokens: Token[]): void {
  let at: WhereClause | undefined = where;
  while (at) {
    if (at.left) condition(at.left, tokens);
    if (!('operator' in at)) return;
    tokens.push(at.operator);
    at = at.right;
  }
}

function condition(left: Condition | ConditionWithValueQuery, tokens: Token[]): void {
  for (let count = left.openParen ?? 0; count > 0; count -= 1) tokens.push('(');
  if ('fn' in left) throw malformedQuery('functions in WHERE are not supported here');
  if (!('field' in left)) return;
  const query = 'valueQuery' in left ? { query: left.valueQuery } : {};
  const days = 'dateLiteralVariable' in left ? { days: left.dateLiteralVariable } : {};
  const value = 'value' in left ? left.value : '';
  tokens.push({ field: left.field, operator: left.operator, value, literal: left.literalType ?? 'STRING', ...query, ...days });
  for (let count = left.closeParen ?? 0; count > 0; count -= 1) tokens.push(')');
}

type Reader = { readonly tokens: readonly Token[]; at: number };

function readGroup(reader: Reader): Tree {
  const parts = [readUnit(reader)];
  let joined: 'AND' | 'OR' | undefined;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token !== 'AND' && token !== 'OR') break;
    if (joined !== undefined && joined !== token) throw malformedQuery(`unexpected token: '${token}'`);
    joined = token;
    reader.at += 1;
    parts.push(readUnit(reader));
  }
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return { kind: joined === 'OR' ? 'or' : 'and', parts };
}

function readUnit(reader: Reader): Tree {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === 'NOT') return { kind: 'not', part: readUnit(reader) };
  if (token === '(') {
    const inner = readGroup(reader);
    if (reader.tokens[reader.at] !== ')') throw malformedQuery('expecting a right parentheses');
    reader.at += 1;
    return inner;
  }
  if (token === undefined || typeof token === 'string') throw malformedQuery(`unexpected token: '${String(token)}'`);
  return { kind: 'leaf', leaf: token };
}

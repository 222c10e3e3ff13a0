import { CountersignError } from 'countersign';

/**
 * The value of an expression of decimals, `+ - * /`, signs and parentheses, rounded to two places and written as Python writes
 * a float: `5` is `5.0`. Throws input.invalid for anything else, division by nothing included.
 */
export function arithmetic(expression: string): string {
  const tokens = expression.match(/\d+\.?\d*|\.\d+|[-+*/()]/g) ?? [];
  if (tokens.join('') !== expression.replaceAll(' ', '')) throw invalid();
  const reader = { tokens, at: 0 };
  const value = Math.round((total(reader) + Number.EPSILON) * 100) / 100;
  if (reader.at < tokens.length || !Number.isFinite(value)) throw invalid();
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

type Reader = { readonly tokens: readonly string[]; at: number };

const invalid = (): CountersignError => new CountersignError('input.invalid', 'This is no expression of numbers', { field: 'expression' });

function total(reader: Reader): number {
  let value = product(reader);
  for (let sign = reader.tokens[reader.at]; sign === '+' || sign === '-'; sign = reader.tokens[reader.at]) {
    reader.at += 1;
    value += (sign === '+' ? 1 : -1) * product(reader);
  }
  return value;
}

function product(reader: Reader): number {
  let value = factor(reader);
  for (let sign = reader.tokens[reader.at]; sign === '*' || sign === '/'; sign = reader.tokens[reader.at]) {
    reader.at += 1;
    const right = factor(reader);
    value = sign === '*' ? value * right : value / right;
  }
  return value;
}

function factor(reader: Reader): number {
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token === '-') return -factor(reader);
  if (token === '+') return factor(reader);
  if (token !== '(') {
    if (token === undefined || !/\d/.test(token)) throw invalid();
    return Number(token);
  }
  const value = total(reader);
  if (reader.tokens[reader.at] !== ')') throw invalid();
  reader.at += 1;
  return value;
}

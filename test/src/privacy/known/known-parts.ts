import type { Span } from '../../../../src/contracts/detection.ts';
import type { TokenKind } from '../../../../src/contracts/classes.ts';
import { tokenText } from '../../../../src/privacy/index.ts';
import { createKnownValues } from '../../../../src/privacy/known/index.ts';

export type Value = readonly [TokenKind, string];

export function known(personal: readonly Value[], safe: readonly string[] = []) {
  return createKnownValues({
    personal: personal.map(([kind, value], index) => ({ token: tokenText(kind, index + 1), kind, value })),
    safe,
  });
}

/** What the spans stand on, in order. */
export function written(text: string, spans: readonly Pick<Span, 'start' | 'end'>[]): string[] {
  return spans.map(({ start, end }) => text.slice(start, end));
}

import type { Detector, KnownValues, Span, SpanKind } from '../../../src/contracts/detection.ts';
import type { PrivacyConfig } from '../../../src/contracts/privacy-policy.ts';
import type { TokenEntry, VaultStore } from '../../../src/contracts/vault.ts';
import { createPrivacy, resolvePolicy } from '../../../src/privacy/index.ts';
import { privacyParts } from './privacy-parts.ts';

const shapes: readonly [SpanKind, RegExp][] = [
  ['EMAIL', /[\w.+-]+@[\w-]+\.[a-z]{2,}/g],
  ['SSN', /\b\d{3}-\d{2}-\d{4}\b/g],
  ['CARD', /\b\d{4}(?:[ -]?\d{4}){3}\b/g],
  ['PHONE', /\+\d[\d ]{7,}\d/g],
  ['IBAN', /\b[A-Z]{2}\d{2}(?: ?\d{4}){4,5}\b/g],
  ['SECRET', /\bsk-[a-z\d]{8,}\b/g],
  ['AGE', /(?<=\baged )\d{1,3}\b/g],
  ['BIRTHDATE', /(?<=\bborn )\d{4}-\d\d-\d\d\b/g],
  ['PERSON', /(?<=\b(?:Mr|Ms|Herr|Frau) )\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?/gu],
];

/** Finds a few shapes by expression: enough to see what becomes of what a detector finds. */
export const shapeDetector: Detector = {
  detect(text) {
    const spans = shapes.flatMap(([kind, shape]) =>
      [...text.matchAll(shape)].map((match): Span => ({ kind, start: match.index, end: match.index + match[0].length, by: 'pattern' })),
    );
    const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
    const apart: Span[] = [];
    for (const span of sorted) {
      const start = Math.max(span.start, apart.at(-1)?.end ?? 0);
      if (start < span.end) apart.push({ ...span, start });
    }
    return apart;
  },
};

/** Whole values and single names of them, in any case. */
export function wordValues({ personal, safe }: { personal: readonly TokenEntry[]; safe: readonly string[] }): KnownValues {
  const needles = personal.flatMap(({ token, kind, value }) => {
    const parts = kind === 'PERSON' ? value.split(/\s+/).filter((part) => /^\p{Lu}\p{L}{3,}$/u.test(part)) : [];
    return kind === 'TEXT' || kind === 'AMOUNT' ? [] : [value, ...parts].map((word) => ({ token, kind, word }));
  });
  return {
    find: (text) =>
      apart(needles.flatMap(({ token, kind, word }) => places(text, word).map((place): Span => ({ ...place, kind, token, by: 'known' })))),
    findSafe: (text) => apart(safe.flatMap((word) => places(text, word))),
  };
}

function places(text: string, word: string): { start: number; end: number }[] {
  const found = [];
  const [folded, needle] = [text.toLowerCase(), word.toLowerCase()];
  if (folded.length !== text.length || needle.length < 3) return [];
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) {
    if (/[\p{L}\p{N}]$/u.test(text.slice(0, at)) || /^[\p{L}\p{N}]/u.test(text.slice(at + needle.length))) continue;
    found.push({ start: at, end: at + needle.length });
  }
  return found;
}

function apart<T extends { start: number; end: number }>(spans: readonly T[]): T[] {
  const kept: T[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end))
    if (span.start >= (kept.at(-1)?.end ?? 0)) kept.push(span);
  return kept;
}

/** Privacy with a detector and known values over a vault in memory. */
export function textParts(config: Partial<PrivacyConfig> = {}, store?: VaultStore, key?: Uint8Array) {
  const parts = privacyParts(store, key);
  const policy = resolvePolicy({ profile: 'standard', rules: {}, content: {}, ...config });
  return { ...parts, policy, privacy: createPrivacy({ vault: parts.vault, detector: shapeDetector, knownValues: wordValues, policy }) };
}

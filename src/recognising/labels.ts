import type { Span, SpanKind } from '../contracts/detection.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { Word } from './word-pieces.ts';

/** What a label says of a word: nothing of interest, or the kind it belongs to and whether another begins here. */
export type Label = { readonly kind: SpanKind; readonly begins: boolean } | undefined;
/** The label a word got and how sure the model was, from 0 to 1. */
export type Verdict = { readonly label: Label; readonly score: number };

/** Names of labels as published models have them. What is not here (MISC, DATE, EVENT) names nobody and is left alone. */
const kinds: Readonly<Record<string, SpanKind>> = {
  PER: 'PERSON',
  PERSON: 'PERSON',
  NAME: 'PERSON',
  FIRSTNAME: 'PERSON',
  GIVENNAME: 'PERSON',
  LASTNAME: 'PERSON',
  SURNAME: 'PERSON',
  ORG: 'ORG',
  ORGANIZATION: 'ORG',
  COMPANYNAME: 'ORG',
  LOC: 'PLACE',
  GPE: 'PLACE',
  LOCATION: 'PLACE',
  CITY: 'PLACE',
  ADDRESS: 'ADDRESS',
  STREET: 'ADDRESS',
  STREETADDRESS: 'ADDRESS',
  ZIP: 'ZIP',
  ZIPCODE: 'ZIP',
  EMAIL: 'EMAIL',
  PHONE: 'PHONE',
  PHONENUMBER: 'PHONE',
  TELEPHONENUM: 'PHONE',
  USERNAME: 'USERNAME',
  AGE: 'AGE',
  NORP: 'ORIGIN',
  NRP: 'ORIGIN',
  SSN: 'SSN',
  SOCIALNUM: 'SSN',
  IBAN: 'IBAN',
  CREDITCARDNUMBER: 'CARD',
  PASSWORD: 'SECRET',
};

/** The labels of a model in the order of its outputs: `O`, `B-PER`, `I-PER` (also S-, E-, L-, U-, or bare names). */
export function readLabels(lines: readonly string[]): readonly Label[] {
  const labels = lines.map(readLabel);
  if (!labels.some((label) => label !== undefined))
    throw new CountersignError('config.invalid', 'No label of the recogniser is one we know, such as B-PER', {
      field: 'privacy.recogniser.labels',
    });
  return labels;
}

function readLabel(line: string): Label {
  const [, prefix = 'I', name = ''] = /^(?:([BIESLU])[-_])?(.*)$/.exec(line.trim().toUpperCase()) ?? [];
  const kind = kinds[name.replaceAll(/[_\s-]/g, '')];
  return kind === undefined ? undefined : { kind, begins: prefix === 'B' || prefix === 'S' || prefix === 'U' };
}

/** The best label of a token, with its share among all (softmax). */
export function verdictOf(scores: Float32Array, labels: readonly Label[]): Verdict {
  let best = 0;
  scores.forEach((score, index) => {
    if (score > (scores[best] ?? -Infinity)) best = index;
  });
  const top = scores[best] ?? 0;
  const sum = scores.reduce((total, score) => total + Math.exp(score - top), 0);
  return { label: labels[best], score: 1 / sum };
}

/** Words of one kind in a row become a span, a new one where the model says that it begins. `least` is how sure it must be. */
export function spansOf(words: readonly Word[], verdicts: readonly Verdict[], least: number): readonly Span[] {
  const spans: Span[] = [];
  let open: { kind: SpanKind; start: number; end: number } | undefined;
  const close = (): void => {
    if (open) spans.push({ ...open, by: 'model' });
    open = undefined;
  };
  words.forEach(({ start, end }, index) => {
    const verdict = verdicts[index];
    const label = verdict && verdict.score >= least ? verdict.label : undefined;
    if (!label) return close();
    if (open && open.kind === label.kind && !label.begins) {
      open = { ...open, end };
      return undefined;
    }
    close();
    open = { kind: label.kind, start, end };
    return undefined;
  });
  close();
  return spans;
}

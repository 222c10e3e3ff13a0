import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { SpanKind } from '../../src/contracts/detection.ts';

/** `TITLE` (a job or courtesy title) and `OTHER` are labelled in the data, yet no kind of ours. */
export type GoldKind = SpanKind | 'TITLE' | 'OTHER';

/** Offsets in UTF-16 units, end exclusive. */
export type Gold = { readonly type: GoldKind; readonly start: number; readonly end: number };

export type Sample = {
  readonly text: string;
  readonly spans: readonly Gold[];
  readonly templateId?: number;
  readonly language?: string;
};

export type Negative = { readonly text: string; readonly kind: string };

/** Even template ids are there to tune on, odd ones are held out; data without templates belongs to neither. */
export type Split = 'tune' | 'held' | 'all';

/** Read by people when the data is not there. */
export const missingData = 'The privacy data is missing: it is read from ../shared/data/privacy beside the checkout.';

/** Walks up from `from` to the folder that holds shared/data/privacy. */
export function findPrivacyData(from: string = fileURLToPath(import.meta.url)): string | undefined {
  for (let folder = dirname(from); ; folder = dirname(folder)) {
    const wanted = join(folder, 'shared', 'data', 'privacy');
    if (existsSync(wanted)) return wanted;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Files with labelled spans, by the name `--file` takes. */
export const corpusFiles = ['presidio-synth-v2', 'presidio-generated-small', 'enterprise-nano-en'] as const;
export type CorpusFile = (typeof corpusFiles)[number];

export function loadCorpus(folder: string, file: CorpusFile): Sample[] {
  const data: unknown = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'));
  return file === 'enterprise-nano-en' ? z.array(NanoRow).parse(data).map(fromNano) : z.array(PresidioRow).parse(data).map(fromPresidio);
}

export function loadNegatives(folder: string): Negative[] {
  return z
    .array(z.object({ text: z.string(), kind: z.string() }))
    .parse(JSON.parse(readFileSync(join(folder, 'erp-negatives-dev.json'), 'utf8')));
}

export function ofSplit(samples: readonly Sample[], split: Split): Sample[] {
  if (split === 'all') return [...samples];
  const rest = split === 'tune' ? 0 : 1;
  return samples.filter(({ templateId }) => templateId !== undefined && templateId % 2 === rest);
}

const PresidioRow = z.object({
  full_text: z.string(),
  spans: z.array(z.object({ entity_type: z.string(), entity_value: z.string(), start_position: z.number(), end_position: z.number() })),
  template_id: z.number().nullish(),
});

const NanoRow = z.object({
  text: z.string(),
  // One row of the set has the key `=` where the others say `entity`.
  NER: z.array(z.object({ entity: z.string().optional(), '=': z.string().optional(), label: z.string() })),
});

function fromPresidio(row: z.infer<typeof PresidioRow>): Sample {
  const text = row.full_text;
  const spans = row.spans.map((span): Gold => {
    const start = nearest(text, span.entity_value, fromCodePoints(text, span.start_position));
    if (start === undefined) throw new Error(`A labelled value does not stand in its text: ${span.entity_type}`);
    return { type: kindOf(span.entity_type), start, end: start + span.entity_value.length };
  });
  const sample = { text, spans: inOrder(spans) };
  return typeof row.template_id === 'number' ? { ...sample, templateId: row.template_id } : sample;
}

function fromNano({ text, NER }: z.infer<typeof NanoRow>): Sample {
  const spans: Gold[] = [];
  const taken = (start: number, end: number): boolean => spans.some((span) => span.start < end && start < span.end);
  for (const { entity, '=': misspelt, label } of NER) {
    const value = entity ?? misspelt ?? '';
    let start = value === '' ? -1 : text.indexOf(value);
    // The same value may be labelled twice: each label takes the next place.
    while (start >= 0 && taken(start, start + value.length)) start = text.indexOf(value, start + 1);
    if (start >= 0) spans.push({ type: kindOf(label), start, end: start + value.length });
  }
  return { text, spans: inOrder(spans), language: 'en' };
}

const inOrder = (spans: readonly Gold[]): Gold[] => spans.toSorted((a, b) => a.start - b.start);

/** One label of generated-small is off by a character, so the place nearest to the stated one counts. */
function nearest(text: string, value: string, near: number): number | undefined {
  if (text.startsWith(value, near)) return near;
  const before = text.lastIndexOf(value, near);
  const after = text.indexOf(value, near);
  if (before < 0) return after < 0 ? undefined : after;
  return after >= 0 && after - near < near - before ? after : before;
}

/** The data counts characters as Python does. */
function fromCodePoints(text: string, count: number): number {
  let at = 0;
  for (let seen = 0; seen < count && at < text.length; seen += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

const kindOf = (label: string): GoldKind => kinds[label] ?? 'OTHER';

const kinds: Readonly<Record<string, GoldKind>> = {
  PERSON: 'PERSON',
  STREET_ADDRESS: 'ADDRESS',
  ADDRESS: 'ADDRESS',
  PHONE_NUMBER: 'PHONE',
  PHONE: 'PHONE',
  EMAIL_ADDRESS: 'EMAIL',
  EMAIL: 'EMAIL',
  CREDIT_CARD: 'CARD',
  US_SSN: 'SSN',
  SSN: 'SSN',
  IBAN_CODE: 'IBAN',
  IBAN: 'IBAN',
  IP_ADDRESS: 'IP',
  US_DRIVER_LICENSE: 'LICENCE',
  DRIVER_LICENSE: 'LICENCE',
  DRIVERS_LICENSE: 'LICENCE',
  DRIVER_LICENSE_NUM: 'LICENCE',
  LICENSE: 'LICENCE',
  ZIP_CODE: 'ZIP',
  DOMAIN_NAME: 'URL',
  GPE: 'PLACE',
  LOCATION: 'PLACE',
  ORGANIZATION: 'ORG',
  ORG: 'ORG',
  BANK: 'ORG',
  NRP: 'ORIGIN',
  AGE: 'AGE',
  DATE_TIME: 'BIRTHDATE',
  TITLE: 'TITLE',
  PASSWORD: 'SECRET',
  PASSPORT: 'PASSPORT',
  PASSPORT_NUM: 'PASSPORT',
  TAX_ID: 'TAXID',
  TAXID: 'TAXID',
  PAN: 'TAXID',
  AADHAR: 'NATIONALID',
  VOTER_ID: 'NATIONALID',
  ACCOUNT: 'ACCOUNT',
  ACCOUNT_NUM: 'ACCOUNT',
  ACCOUNT_NUMBER: 'ACCOUNT',
  BANK_ACCOUNT: 'ACCOUNT',
  BANK_ACCOUNT_NUM: 'ACCOUNT',
  ROUTING_NUMBER: 'ACCOUNT',
  USERNAME: 'USERNAME',
  USERID: 'USERNAME',
  USER_ID: 'USERNAME',
};

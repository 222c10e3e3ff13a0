import { fakerDE, fakerEN_US, fakerES, fakerFR, fakerIT, fakerNL, type Faker } from '@faker-js/faker';
import type { SpanKind } from '../../src/contracts/detection.ts';
import type { TokenEntry } from '../../src/contracts/privacy.ts';
import { asRecorded, noteForms, slotOf, written, type NoteForm, type Slot, type Somebody, type VariedForm } from './note-forms.ts';
import { noteLanguages, noteNoise, noteTemplates, type NoteLanguage } from './note-templates.ts';

/** What the typed fields of the records of one thread say. */
export type NoteThread = { readonly personal: readonly TokenEntry[]; readonly safe: readonly string[] };
/** `end` leaves the ending of a possessive out, `endWithTail` counts it. */
export type NoteGold = {
  readonly kind: SpanKind;
  readonly form: NoteForm;
  readonly start: number;
  readonly end: number;
  readonly endWithTail: number;
};
export type Note = {
  readonly language: NoteLanguage;
  readonly thread: NoteThread;
  readonly text: string;
  readonly gold: readonly NoteGold[];
};

/** Shares of letters and digits, 0 to 1. `over` is what was removed of everything that identifies nobody. */
export type NotesLeak = {
  readonly leak: number;
  readonly leakWithTails: number;
  readonly over: number;
  readonly byForm: Readonly<Record<NoteForm, number>>;
};
export type RedactedSpansOf = (note: Note) => readonly { readonly start: number; readonly end: number }[];

type Customer = Somebody & { readonly order: string; readonly account: string };

const fakers: Readonly<Record<NoteLanguage, Faker>> = {
  en: fakerEN_US,
  de: fakerDE,
  fr: fakerFR,
  es: fakerES,
  it: fakerIT,
  nl: fakerNL,
};
const kindOf = { person: 'PERSON', owner: 'PERSON', phone: 'PHONE', email: 'EMAIL', street: 'ADDRESS', org: 'ORG' } as const;
const recordsPerThread = 4;

/** Notes about people of the thread's records: every form as often in every language. The same seed gives the same notes. */
export function generateNotes(options: { readonly seed: number; readonly perForm: number }): readonly Note[] {
  return noteLanguages.flatMap((language, offset) => {
    const faker = fakers[language];
    faker.seed(options.seed + offset);
    faker.setDefaultRefDate('2024-06-01T00:00:00.000Z');
    const notes: Note[] = [];
    for (let round = 0; round < options.perForm; round += 1) {
      const records = Array.from({ length: recordsPerThread }, () => recordOf(faker));
      const thread = threadOf(records, faker);
      for (const form of noteForms) notes.push(noteOf(faker.helpers.arrayElement(records), thread, form, language, faker));
    }
    return notes;
  });
}

/** How much of what identifies somebody survives, in all and by the form it was written in. */
export function notesLeak(notes: readonly Note[], redactedSpansOf: RedactedSpansOf): NotesLeak {
  const all = tally();
  const withTails = tally();
  const rest = tally();
  const forms = new Map<NoteForm, ReturnType<typeof tally>>([...noteForms, 'as recorded' as const].map((form) => [form, tally()]));
  for (const note of notes) {
    const removed = marked(note.text, redactedSpansOf(note));
    const gold = marked(note.text, note.gold);
    for (const span of note.gold) {
      for (let at = span.start; at < span.endWithTail; at += 1) {
        if (!isLetterOrDigit(note.text, at)) continue;
        withTails.add(removed[at] === 0);
        if (at >= span.end) continue;
        all.add(removed[at] === 0);
        forms.get(span.form)?.add(removed[at] === 0);
      }
    }
    for (let at = 0; at < note.text.length; at += 1) if (gold[at] === 0 && isLetterOrDigit(note.text, at)) rest.add(removed[at] === 1);
  }
  // The map was filled with every form above.
  const byForm = Object.fromEntries([...forms].map(([form, counted]) => [form, counted.share()])) as Record<NoteForm, number>;
  return { leak: all.share(), leakWithTails: withTails.share(), over: rest.share(), byForm };
}

function tally() {
  let hits = 0;
  let seen = 0;
  return {
    add(isHit: boolean): void {
      seen += 1;
      if (isHit) hits += 1;
    },
    share: () => (seen === 0 ? 0 : hits / seen),
  };
}

function marked(text: string, spans: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const marks = new Uint8Array(text.length);
  for (const { start, end } of spans) marks.fill(1, start, end);
  return marks;
}

function isLetterOrDigit(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at] ?? '');
}

function recordOf(faker: Faker): Customer {
  const first = faker.person.firstName();
  const last = faker.person.lastName();
  return {
    first,
    last,
    email: faker.internet.email({ firstName: first, lastName: last }),
    phone: faker.phone.number(),
    street: faker.location.streetAddress(),
    org: faker.company.name(),
    order: faker.helpers.fromRegExp(faker.helpers.arrayElement([/45000[0-9]{5}/, /SO-2024-0[0-9]{4}/, /00800[0-9]{5}/, /INV[0-9]{6}/])),
    account: faker.helpers.fromRegExp(faker.helpers.arrayElement([/000100[0-9]{4}/, /C-2[0-9]{4}/, /[0-9]{6}/])),
  };
}

function threadOf(records: readonly Customer[], faker: Faker): NoteThread {
  const personal = records.flatMap((record, index): TokenEntry[] => {
    const isSurnameFirst = faker.number.int({ min: 0, max: 4 }) === 0;
    const town = `${faker.location.zipCode()} ${faker.location.city()}`;
    const entry = (kind: SpanKind, value: string) => ({ token: `<${kind}_${index + 1}>`, kind, value });
    return [
      entry('PERSON', isSurnameFirst ? `${record.last}, ${record.first}` : `${record.first} ${record.last}`),
      entry('EMAIL', record.email),
      entry('PHONE', record.phone),
      entry('ADDRESS', `${record.street}${faker.helpers.arrayElement([', ', '\n'])}${town}`),
      entry('ORG', record.org),
    ];
  });
  return { personal, safe: records.flatMap((record) => [record.order, record.account]) };
}

function noteOf(record: Customer, thread: NoteThread, form: VariedForm, language: NoteLanguage, faker: Faker): Note {
  const slot = slotOf[form];
  const templates = noteTemplates[language].filter((template) => template.includes(`{${slot}}`));
  const sentences = [faker.helpers.arrayElement(templates)];
  if (faker.datatype.boolean(0.4)) sentences.unshift(faker.helpers.arrayElement(noteNoise[language]));
  if (faker.datatype.boolean(0.4)) sentences.push(faker.helpers.arrayElement(noteNoise[language]));
  const between = faker.helpers.arrayElement([' ', ' ', '\n', '\n\n- ', ' -- ']);
  const gold: NoteGold[] = [];
  let text = '';
  for (const piece of sentences.join(between).split(/(\{[a-z]+\})/)) {
    const named = /^\{(person|owner|phone|email|street|org)\}$/.exec(piece)?.[1];
    if (named === undefined) {
      text += filled(piece, record, faker);
      continue;
    }
    // The expression above lists exactly the slots.
    const at = named as Slot;
    const isVaried = at === slot;
    const { lead, name, tail } = isVaried ? written(record, form, language, faker) : asRecorded(record, at, language);
    const spaced = faker.datatype.boolean(0.05) ? name.replace(' ', faker.helpers.arrayElement(['\n', '  ', '\u00a0'])) : name;
    const start = text.length + lead.length;
    text += `${lead}${spaced}${tail}`;
    gold.push({ kind: kindOf[at], form: isVaried ? form : 'as recorded', start, end: start + spaced.length, endWithTail: text.length });
  }
  return { language, thread, text, gold };
}

function filled(piece: string, record: Customer, faker: Faker): string {
  switch (piece) {
    case '{order}':
      return `${faker.helpers.arrayElement(['', '', '#'])}${record.order}`;
    case '{account}':
      return record.account;
    case '{amount}':
      return faker.helpers.arrayElement([`${faker.finance.amount()} EUR`, `EUR ${faker.number.int({ min: 100, max: 90_000 })}`]);
    case '{date}': {
      const date = faker.date.soon({ days: 90 }).toISOString().slice(0, 10);
      return faker.datatype.boolean() ? date : date.split('-').toReversed().join('.');
    }
    default:
      return piece;
  }
}

import type { Fact, FactSheet, ToldFact } from '../contracts/llm.ts';
import { checkWords } from './claims-in-words.ts';
import { checkDates, checkIdentifiers, checkMoney, checkNumbers, checkPercents } from './claims-in-digits.ts';
import { checkTokens, maskNames } from './claims-in-tokens.ts';
import { languageOf } from './format-fact.ts';
import { createReading } from './reading.ts';

export type Failure = {
  /**
   * `number`, `date`, `id`, `money`, `currency`, `percent`, `number-word`, `status`, `negation`, `label`, `forbidden`, `token`,
   * `link`, `required`, `empty`; of the gateway `output`, where a text is not what its prompt asks for, and `nothing`, where it
   * tells none of its facts.
   */
  readonly check: string;
  /** The piece of text that has no fact, or the label of the fact that is missing. It holds tokens, no values of persons. */
  readonly what: string;
};
export type Faithfulness = { readonly ok: boolean; readonly failures: readonly Failure[]; readonly told: readonly ToldFact[] };

/**
 * Whether a text says only what its facts say: each number, date, amount, identifier, percentage and state in it must be a
 * fact of that type, and each required fact must appear. Pieces are taken out of the text as they are recognised, from the
 * most specific (tokens, names, dates) to the least (bare numbers), so that a day of a month never passes for a count.
 * On a row of a list that names one thing, the figures must be that thing's. Runs in tens of microseconds, no model.
 */
export function checkFaithful(
  text: string,
  sheet: FactSheet,
  { locale, required }: { readonly locale: string; readonly required: readonly string[] },
): Faithfulness {
  const reading = createReading(text, sheet, languageOf(locale));
  if (text.trim() === '') reading.fail('empty', 'the text is empty');
  checkTokens(reading);
  maskNames(reading);
  checkDates(reading);
  checkMoney(reading);
  checkPercents(reading);
  checkIdentifiers(reading);
  checkNumbers(reading);
  checkWords(reading);
  for (const id of required) {
    if (!reading.used.has(id))
      reading.fail(
        'required',
        labelOf(
          sheet.facts.find((fact) => fact.id === id),
          id,
        ),
      );
  }
  const told = reading.told.toSorted((a, b) => a.start - b.start);
  return { ok: reading.failures.length === 0, failures: reading.failures, told };
}

function labelOf(fact: Fact | undefined, id: string): string {
  return fact ? `${fact.label} (${id})` : id;
}

import type { CountryCode } from 'libphonenumber-js';
import type { Detector, KnownValues, Span } from '../../contracts/detection.ts';
import { findAddresses } from './addresses.ts';
import { Draft } from './draft.ts';
import { findBesidePlaces } from './beside.ts';
import { findFields } from './fields.ts';
import * as has from './flags.ts';
import type { Lexicon } from './lexicon.ts';
import { mannerOf } from './manner.ts';
import { joinNames } from './joined.ts';
import { findLowerNames } from './lower-names.ts';
import { findNames } from './names.ts';
import { findNationalIds } from './national.ts';
import { findAddressesOnTheNet } from './net.ts';
import { findNumbers } from './numbers.ts';
import { findOrigins } from './origins.ts';
import { findSecrets } from './secrets.ts';
import { sentencesOf } from './sentences.ts';

/**
 * The detector for free text: one scan into tokens, then rules over the tokens, each of which visits a token a bounded
 * number of times. What an earlier rule took, a later one leaves: known values, the net, numbers with a form of their
 * own, addresses, names. No model, no expression over the whole text, no state between calls.
 */
export function createDetector(lexicon: Lexicon): Detector {
  const draft = new Draft(lexicon);
  return { detect: (text, known) => detect(draft, text, known) };
}

function detect(draft: Draft, text: string, known: KnownValues | undefined): readonly Span[] {
  draft.read(text, known);
  const manner = mannerOf(draft);
  findAddressesOnTheNet(draft);
  findSecrets(draft);
  findFields(draft);
  findNationalIds(draft);
  findNumbers(draft, countriesOf(manner.languages), manner.cues);
  const about = sentencesOf(draft);
  findAddresses(draft, manner, about);
  findNames(draft, manner, about);
  findLowerNames(draft, manner, about);
  joinNames(draft);
  findBesidePlaces(draft);
  findOrigins(draft, manner, about);
  return ordered(draft.spans);
}

function countriesOf(languages: number): readonly CountryCode[] {
  if ((languages & has.DE) !== 0) return ['DE', 'AT', 'CH'];
  if ((languages & has.FR) !== 0) return ['FR', 'BE'];
  if ((languages & has.ES) !== 0) return ['ES', 'MX'];
  if ((languages & has.IT) !== 0) return ['IT'];
  if ((languages & has.NL) !== 0) return ['NL', 'BE'];
  // Germany first: nearly every length is possible there.
  return ['DE', 'GB', 'FR'];
}

/** Sorted; of spans that overlap by a character the earlier one found stays. */
function ordered(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const sorted = spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: Span[] = [];
  for (const span of sorted) {
    const last = kept.at(-1);
    if (!last || span.start >= last.end) kept.push(span);
    else if (span.end > last.end) kept.push({ ...span, start: last.end });
  }
  return kept;
}

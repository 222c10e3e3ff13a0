import { tokenKinds, type TokenKind } from '../contracts/classes.ts';
import { searchFold } from './fold.ts';

/** Something in a text that is a token, was one, or imitates one. `written` is the number with its letters: `1b`. */
export type TokenLike = {
  readonly start: number;
  readonly end: number;
  readonly kind: TokenKind;
  readonly index: number;
  readonly letters: string;
  /** exact: the one form. bracketed: in brackets of some sort. bare: `PERSON_1`. spaced: `PERSON 1`, in capitals. */
  readonly form: 'exact' | 'bracketed' | 'bare' | 'spaced';
};

/** What models make of the words inside tokens when they write German, French, Spanish, Italian or Dutch. Folded. */
const translated: Partial<Record<TokenKind, string>> = {
  PERSON: 'personne persona persoon persone personen',
  ORG: 'organisation organization organisatie organizacion organizzazione firma empresa entreprise societe azienda bedrijf',
  PLACE: 'ort lieu lugar luogo plaats',
  ADDRESS: 'adresse direccion indirizzo adres',
  ZIP: 'plz cp cap postleitzahl postcode',
  EMAIL: 'mail e-mail courriel correo',
  PHONE: 'telefon telephone telefono telefoon',
  BIRTHDATE: 'geburtsdatum naissance nacimiento nascita geboortedatum',
  AGE: 'alter edad eta leeftijd',
  CARD: 'karte carte tarjeta carta kaart',
  ACCOUNT: 'konto compte cuenta conto rekening',
  PASSPORT: 'reisepass passeport pasaporte passaporto paspoort',
  LICENCE: 'license fuhrerschein permis licencia patente rijbewijs',
  TEXT: 'texte texto testo tekst',
  AMOUNT: 'betrag montant importe importo bedrag',
};
const kinds: ReadonlyMap<string, TokenKind> = new Map(
  tokenKinds.flatMap((kind): [string, TokenKind][] =>
    [kind.toLowerCase(), ...(translated[kind]?.split(' ') ?? [])].map((word) => [word, kind]),
  ),
);
/** `IP 65` and `CARD 2` are ordinary English; these in capitals with a number are not. */
const spacedWords = ['PERSON', 'ORG', 'EMAIL', 'PHONE', 'PERSONNE', 'PERSONA', 'PERSOON', 'TELEFON', 'TELEPHONE', 'TELEFONO', 'TELEFOON'];

const openings = '<|&lt;|&#60;|&#x3c;|%3c|\\\\u003c|‹|＜|⟦';
const closings = '>|&gt;|&#62;|&#x3e;|%3e|\\\\u003e|›|＞|⟧';
const bracketed = new RegExp(
  `(?:${openings})[\\s*\`/]*([\\p{L}\\p{M}][\\p{L}\\p{M}-]{1,20}?)(?:[\\s\\\\_-]|%5f|%20)*(\\d{1,10})([a-z]{0,3})(?:['’]s)?[\\s*\`]*(?:${closings})`,
  'giu',
);
const exact = new RegExp(`^<(?:${tokenKinds.join('|')})_[1-9]\\d{0,8}[a-z]{0,3}>$`);
const wordBefore = /[\p{L}\p{M}-]+$/u;
const numberAfter = /^([1-9]\d{0,8})([a-z]{0,3})(?![\p{L}\p{N}_])/u;
const spaced = new RegExp(
  `(?<![\\p{L}\\p{N}_-])(${spacedWords.join('|')}) ([1-9]\\d{0,3})([a-z]?)(?![\\p{L}\\p{N}_.,]*[\\p{L}\\p{N}_])`,
  'gu',
);

/** Everything in a text that a lenient reader could take for a token, in order and without overlaps. */
export function findTokenLike(text: string): readonly TokenLike[] {
  // Nearly every text ends here.
  if (!hint.test(text) || !/\d/.test(text)) return [];
  const found: TokenLike[] = [];
  if (mayHoldBracketed.test(text)) {
    for (const match of text.matchAll(bracketed)) {
      const like = likeOf(match[1], match[2], match[3], match.index, match[0].length, exact.test(match[0]) ? 'exact' : 'bracketed');
      if (like) found.push(like);
    }
  }
  for (let at = text.indexOf('_'); at >= 0; at = text.indexOf('_', at + 1)) {
    const like = bareAt(text, at);
    if (like) found.push(like);
  }
  for (const match of text.matchAll(spaced)) {
    const like = likeOf(match[1], match[2], match[3], match.index, match[0].length, 'spaced');
    if (like) found.push(like);
  }
  let end = 0;
  // What stands in brackets starts before the bare form inside it, and hides it.
  return found
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter((like) => {
      const isFree = like.start >= end;
      if (isFree) end = like.end;
      return isFree;
    });
}

const mayHoldBracketed = new RegExp(openings, 'i');
const hint = /[<&%_\\‹＜⟦]|[A-Z] \d/;

/** `PERSON_1` or `PERSON\_1` around the underscore at `at`. */
function bareAt(text: string, at: number): TokenLike | undefined {
  const number = numberAfter.exec(text.slice(at + 1, at + 16));
  if (!number) return undefined;
  const end = at + 1 + number[0].length;
  const before = text[at - 1] === '\\' ? at - 1 : at;
  const word = wordBefore.exec(text.slice(Math.max(0, before - 24), before))?.[0];
  if (word === undefined) return undefined;
  const start = before - word.length;
  if (/[\p{N}_]/u.test(text[start - 1] ?? '')) return undefined;
  return likeOf(word, number[1], number[2], start, end - start, 'bare');
}

function likeOf(
  word: string | undefined,
  number: string | undefined,
  letters: string | undefined,
  start: number,
  length: number,
  form: TokenLike['form'],
): TokenLike | undefined {
  const folded = searchFold(word ?? '');
  const kind = kinds.get(folded) ?? (folded.endsWith('s') ? kinds.get(folded.slice(0, -1)) : undefined);
  if (!kind || number === undefined) return undefined;
  return { start, end: start + length, kind, index: Number(number), letters: (letters ?? '').toLowerCase(), form };
}

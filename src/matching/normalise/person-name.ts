import { foldText, foldedWords } from './fold.ts';

export type PersonName = { readonly given: readonly string[]; readonly family: readonly string[] };

/** A person's name as it is compared: `Dr. Anders, Maria` and `Maria Anders` are the same. */
export function personName(text: string): PersonName | undefined {
  const [before = '', after] = text.split(',');
  const words = wordsOf(before);
  if (after !== undefined && wordsOf(after).length > 0) return nonEmpty({ given: wordsOf(after), family: words });
  const at = words.findIndex((word, index) => index > 0 && particles.has(word));
  const cut = at > 0 ? at : words.length - 1;
  return nonEmpty({ given: words.slice(0, cut), family: words.slice(cut) });
}

export function personOf(given: string, family: string): PersonName | undefined {
  return nonEmpty({ given: wordsOf(given), family: wordsOf(family) });
}

/** The long form of a short first name, so that Bob is Robert. */
export function givenName(word: string): string {
  return shortNames[word] ?? word;
}

function nonEmpty(name: PersonName): PersonName | undefined {
  return name.family.length === 0 ? undefined : name;
}

/** Single letters stay apart here: initials are not one word. */
function wordsOf(text: string): string[] {
  const words =
    foldText(text)
      .replace(/['’`´]/g, '')
      .match(/[\p{L}]+/gu) ?? [];
  return words.filter((word) => !titles.has(word));
}

const titles = new Set(
  foldedWords(
    'Mr Mrs Ms Miss Mx Sir Dr Prof Dipl Ing Herr Frau Hr Fr Mme Mlle Monsieur Madame Sr Sra Srta Sig Dott Ir Drs Dhr Mevr jr PhD MBA MSc BSc',
  ),
);
const particles = new Set('van von der den de del della di da dos la le ten ter'.split(' '));

const shortNames: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'bob robert|rob robert|bobby robert|bill william|will william|billy william|liz elizabeth|beth elizabeth|betty elizabeth|jim james|jimmy james|mike michael|mick michael|' +
    'dave david|tom thomas|tommy thomas|dick richard|rick richard|rich richard|joe joseph|jack john|johnny john|kate katherine|kathy katherine|cathy catherine|peg margaret|maggie margaret|meg margaret|' +
    'tony anthony|ed edward|ted edward|eddie edward|steve stephen|steven stephen|chris christopher|nick nicholas|alex alexander|sam samuel|ben benjamin|dan daniel|danny daniel|matt matthew|andy andrew|' +
    'greg gregory|jeff jeffrey|ken kenneth|larry lawrence|pat patrick|ron ronald|sue susan|jenny jennifer|debbie deborah|becky rebecca|vicky victoria|hans johannes|hannes johannes|jo josef|sepp josef|' +
    'uli ulrich|max maximilian|andi andreas|micha michael|klaus nikolaus|kathi katharina|conny cornelia|gabi gabriele|susi susanne|pepe jose|paco francisco|lola dolores|beppe giuseppe|gigi luigi'
  )
    .split('|')
    .map((pair) => foldText(pair).split(' ')),
);

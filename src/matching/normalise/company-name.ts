import { foldedWords, joinSingles } from './fold.ts';
import { connectors, takeLegalForm } from './legal-forms.ts';

export type CompanyName = {
  /** Words without legal form and connectors, abbreviations written out, in the order they came in. */
  readonly words: readonly string[];
  /** The legal form in one spelling (`gmbh`, `sarl`), where one was written. */
  readonly form: string | undefined;
};

/** A company's name as it is compared. Normalising the words again gives the same words. */
export function companyName(name: string): CompanyName {
  let words = foldedWords(name);
  let form: string | undefined;
  // Taking a word out can make neighbours of single letters, and those are one word: again until nothing changes.
  for (let turn = 0; turn < 8; turn += 1) {
    const kept = words.filter((word) => !connectors.has(word));
    const taken = takeLegalForm(kept.length > 0 ? kept : words);
    form ??= taken.form;
    const next = joinSingles(taken.words.flatMap((word) => writtenOut[word] ?? [word]));
    const isSame = next.length === words.length && next.every((word, at) => word === words[at]);
    words = next;
    if (isSame) break;
  }
  return { words, form };
}

/** Abbreviations of words that stand in many names. Only what has one meaning there. */
const writtenOut: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  (
    'intl international|int international|internat international|mfg manufacturing|mfrs manufacturers|bros brothers|gebr gebruder|' +
    'svc services|svcs services|service services|serv services|tech technology|technologies technology|techn technology|ind industries|inds industries|' +
    'industry industries|industrie industries|grp group|gruppe group|groupe group|grupo group|gruppo group|hldg holding|hldgs holding|holdings holding|' +
    'mgmt management|mgt management|assn association|assoc associates|natl national|dept department|eng engineering|engrg engineering|equip equipment|' +
    'dist distribution|distr distribution|constr construction|dev development|elec electric|fin financial|govt government|hosp hospital|ins insurance|' +
    'lab laboratories|labs laboratories|mktg marketing|pharm pharmaceuticals|pharma pharmaceuticals|prod products|prods products|sys systems|system systems|systeme systems|' +
    'trans transport|univ university|util utilities|verw verwaltung|vertr vertrieb|niederl niederlassung|masch maschinenbau|maschb maschinenbau|' +
    'solution solutions|sol solutions|log logistics|logistik logistics|logistica logistics|logistique logistics|trdg trading|tradg trading|'
  )
    .split('|')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [short = '', ...long] = pair.split(' ');
      return [short, long] as const;
    }),
);

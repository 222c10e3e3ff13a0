/**
 * One spelling for what people write in many: lower case, no accents, Latin letters for Cyrillic and Greek ones, and one form for
 * sounds with two spellings (Müller, Mueller and Muller; Århus and Aarhus). Other scripts stay as they are. Folding twice changes nothing.
 */
export function foldText(text: string): string {
  let folded = '';
  for (const character of text.normalize('NFKD').toLowerCase()) folded += letters[character] ?? character;
  return folded
    .replace(/\p{M}+/gu, '')
    .replace(/([aou])e+/g, '$1')
    .replace(/a{2,}/g, 'a');
}

/**
 * Words of letters and digits. An apostrophe joins (`Kelly's`), a dot between single letters too (`S.A.R.L.`), and single letters
 * that follow each other are one word (`S. A.`), so that an abbreviation is one thing however it is dotted.
 */
export function foldedWords(text: string): string[] {
  const words =
    foldText(text)
      .replace(/['’`´]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return joinSingles(words);
}

export function joinSingles(words: readonly string[]): string[] {
  const joined: string[] = [];
  let run = '';
  for (const word of words) {
    if (word.length === 1 && /\p{L}/u.test(word)) {
      run += word;
      continue;
    }
    // What single letters make together is folded like any other word.
    if (run !== '') joined.push(foldText(run));
    run = '';
    joined.push(word);
  }
  if (run !== '') joined.push(foldText(run));
  return joined;
}

/** Upper-case letters and digits of ASCII alone, as ids and codes are compared. */
export function compactCode(text: string): string {
  return text
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

const pairs =
  // Latin letters that do not fall apart into a letter and a mark.
  'ß ss æ ae œ o ø o ł l đ d ð d þ th ı i ŋ n ħ h ' +
  // ISO 9 without marks, with the everyday spelling of zh, ch, sh, ts, yu and ya.
  'а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ы y э e ю yu я ya ' +
  'є e і i ґ g ѓ g ќ k љ lj њ nj џ dz ј j ' +
  // ELOT 743, letter by letter.
  'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o';

const letters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    pairs
      .trim()
      .split(' ')
      .flatMap((letter, at, all) => (at % 2 === 0 ? [[letter, all[at + 1] ?? ''] as const] : [])),
  ),
  // The hard and the soft sign have no sound.
  ъ: '',
  ь: '',
};

import { foldWord } from './fold.ts';
import { isOwnWord } from './concepts.ts';
import { findPeriods, type Period } from './dates.ts';
import type { Taken } from './words.ts';

/** A name the engine found in the text before anything personal left it; `keys` are record ids, several where it could not tell. */
export type Mention = Taken & { readonly kind: 'customer' | 'material'; readonly keys: readonly string[] };

export type Entities = {
  readonly orders: readonly (Taken & { readonly id: string })[];
  readonly opportunities: readonly (Taken & { readonly id: string })[];
  readonly materials: readonly (Taken & { readonly keys: readonly string[] })[];
  readonly customers: readonly (Taken & { readonly keys: readonly string[] })[];
  readonly periods: readonly Period[];
  readonly quantities: readonly (Taken & { readonly value: string; readonly unit: string | undefined })[];
  readonly monies: readonly (Taken & { readonly amount: string; readonly currency: string | undefined })[];
  /** The ten in `the ten largest`. */
  readonly top: number | undefined;
  /** 1 for the first of the list answered last, -1 for the last. */
  readonly ordinal: number | undefined;
  /** `it`, `this order`, `them`: the thing spoken of last. */
  readonly isBackward: boolean;
  readonly stage: string | undefined;
  /** Somebody or something is named whom the lists do not know. */
  readonly isStrange: boolean;
  /** What stands behind a colon or in quotation marks: words to be written down. */
  readonly quote: string | undefined;
  readonly taken: readonly Taken[];
};

const orderId = /(?<![\p{L}\p{N}-])SO-?\s?(\d{4,10})(?![\p{L}\p{N}])/giu;
const longNumber = /(?<![\p{L}\p{N}.,-])\d{8,10}(?![\p{L}\p{N}]|[.,]\d)/gu;
const numberBehindCue =
  /(?<!\p{L})(?:orders?|ordr?e|sales order|auftrag\p{L}*|bestellung\p{L}*|commandes?|pedidos?|no\.?|nr\.?|number|nummer|#)\s*(?:no\.?|nr\.?|number|nummer|num[eé]ro|#|:)?\s*#?(\d{4,10})(?![\p{L}\p{N}])/giu;
/** `the customer of 11077`: where a number stands for a document, not for how many or how much. */
const numberOfDocument =
  /(?<!\p{L})(?<!(?:orders?|auftrag|bestellung|commande|pedido|limit|credit|kredit)\s+)(?:of|for|from|on|is|about|von|vom|zu|zum|für|fuer|bei|ist|de|du|pour|para|del)\s+#?(?!(?:19|20)\d\d(?!\d))(\d{4,10})(?![\p{L}\p{N}%]|[.,]\d|\s?(?:pcs?|pieces?|units?|st(?:ü|u)ck|stk|kg|ea|boxes|box|days?|tage?)(?!\p{L}))/giu;
const opportunityId = /(?<![\p{L}\p{N}])006[\p{L}\p{N}]{12}(?:[\p{L}\p{N}]{3})?(?![\p{L}\p{N}])/gu;
const materialId = /(?<![\p{L}\p{N}-])(?!SO-)([A-Z]{2,5}-\d{2,8})(?![\p{L}\p{N}])/giu;
const currencies: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: 'USD',
  '£': 'GBP',
  '¥': 'JPY',
  euro: 'EUR',
  euros: 'EUR',
  dollars: 'USD',
  dollar: 'USD',
  pounds: 'GBP',
  pfund: 'GBP',
};
const money =
  /(?:([€$£¥]|EUR|USD|GBP|JPY|CHF)\s?(\d[\d.,' ]*\d|\d)\s?(k|m|tsd|thousand|million|mio)?|(\d[\d.,' ]*\d|\d)\s?(k|m|tsd\.?|thousand|tausend|million|mio\.?)?\s?(€|\$|£|¥|EUR|USD|GBP|JPY|CHF|euros?|dollars?|pounds?|pfund))(?![\p{L}\p{N}])/giu;
const quantity =
  /(?<![\p{L}\p{N}.,-])(\d{1,3}(?:[.,]\d{3})+|\d{1,7}(?:[.,]\d{1,3})?)\s?(pcs?\.?|pieces?|units?|st(?:ü|u)ck|stk\.?|pi[eè]ces?|unidades|uds\.?|boxes|box|kg|x|ea)?(?![\p{L}\p{N}])/giu;
const numberWords: Readonly<Record<string, number>> = Object.fromEntries(
  [
    'one ein eine einen un une una uno',
    'two zwei deux dos',
    'three drei trois tres',
    'four vier quatre cuatro',
    'five funf cinq cinco',
    'six sechs seis',
    'seven sieben sept siete',
    'eight acht huit ocho',
    'nine neun neuf nueve',
    'ten zehn dix diez',
    'eleven elf onze once',
    'twelve zwolf douze doce',
    'thirteen dreizehn',
    'fourteen vierzehn',
    'fifteen funfzehn quinze quince',
  ].flatMap((words, at) => words.split(' ').map((word) => [word, at + 1])),
);
for (const [words, value] of [
  ['twenty zwanzig vingt veinte', 20],
  ['thirty dreissig trente treinta', 30],
  ['forty vierzig quarante cuarenta', 40],
  ['fifty funfzig cinquante cincuenta', 50],
  ['sixty sechzig', 60],
  ['hundred hundert cent cien', 100],
  ['dozen dutzend douzaine docena', 12],
] as const)
  for (const word of words.split(' ')) Object.assign(numberWords, { [word]: value });
const wordList = Object.keys(numberWords)
  .filter((word) => !['un', 'une', 'una', 'uno', 'one', 'ein', 'eine', 'einen', 'once'].includes(word))
  .join('|');
const superlative =
  '(?:largest|biggest|highest|greatest|most|top|newest|latest|last|grossten|groessten|hochsten|neuesten|letzten|wertvollsten|plus|derni|principales|mayores|ultim)';
const ordinals: readonly (readonly [RegExp, number])[] = [
  [/(?<!\p{L})(?:first(?: one)?|1st|ersten?|erster|erstes|premiere?|premier|primer[oa]?|number one|no\. 1|nr\. 1)(?!\p{L})/u, 1],
  [
    /(?<!\p{L})(?:second(?: one)?|2nd|zweiten?|zweiter|zweites|deuxieme|seconde?|segund[oa]|number two|nr\. 2|the other(?: one)?|den anderen|die andere|l'autre|el otro|la otra)(?!\p{L})/u,
    2,
  ],
  [/(?<!\p{L})(?:third(?: one)?|3rd|dritten?|dritter|drittes|troisieme|tercer[oa]?)(?!\p{L})/u, 3],
  [/(?<!\p{L})(?:fourth(?: one)?|4th|vierten?|vierter|quatrieme|cuart[oa])(?!\p{L})/u, 4],
  [/(?<!\p{L})(?:fifth(?: one)?|5th|funften?|cinquieme|quint[oa])(?!\p{L})/u, 5],
  [
    /(?<!\p{L})(?:last one|the last in the list|den letzten|die letzte|der letzte|le dernier|la derniere|el ultimo|la ultima)(?!\p{L})/u,
    -1,
  ],
];
const backward =
  /(?<!\p{L})(?:it|its|that one|this one|this order|that order|the order|same order|this customer|that customer|the customer|same customer|this deal|that deal|the deal|they|them|their|those|these|this product|that product|of the same|dafur|davon|dazu|dieser auftrag|diesen auftrag|dieses auftrags|der auftrag|den auftrag|dieser kunde|diesen kunden|dem kunden|der kunde|des kunden|die beiden|denen|ihm|ihn|ihr|ihnen|cette commande|la commande|ce client|le client|celle-ci|celui-ci|este pedido|ese pedido|el pedido|este cliente|el cliente|lo mismo)(?!\p{L})/u;
const stages: readonly (readonly [string, string])[] = [
  ['Prospecting', 'prospecting|prospektion'],
  ['Qualification', 'qualification|qualifizierung'],
  ['Needs Analysis', 'needs analysis|bedarfsanalyse'],
  ['Value Proposition', 'value proposition|nutzenversprechen'],
  ['Proposal/Price Quote', 'proposal(?:/price quote)?|price quote|quote sent|angebot(?:sphase)?'],
  ['Negotiation/Review', 'negotiation(?:/review)?|verhandlung|negociation|negociacion'],
  ['Closed Won', 'closed[ -]won|won|gewonnen|gagnee?|ganad[oa]'],
  ['Closed Lost', 'closed[ -]lost|lost|verloren|perdue?|perdid[oa]'],
];

/** Reads what a sentence names. `mentions` were found by the engine; ids, dates and numbers are read here. */
export function findEntities(given: string, mentions: readonly Mention[], today: string): Entities {
  const text = given.normalize('NFC');
  const taken: Taken[] = [];
  const free = (start: number, end: number): boolean => !taken.some((each) => each.start < end && start < each.end);
  const take = <T extends Taken>(each: T): T => (taken.push({ start: each.start, end: each.end }), each);
  const quote = quoteIn(text);
  const written = [...text.matchAll(orderId)].map((m) => take({ id: `SO-${m[1]}`, start: m.index, end: m.index + m[0].length }));
  const opportunities = [...text.matchAll(opportunityId)].map((m) => take({ id: m[0], start: m.index, end: m.index + m[0].length }));
  // `XP-30` is a number by itself and a part of a name in `Screw pump XP-30`, which the engine knows.
  const mentioned = mentions.filter(({ start, end }) => free(start, end)).map((each) => take(each));
  const named = [...text.matchAll(materialId)]
    .filter((m) => free(m.index, m.index + m[0].length))
    .map((m) => take({ keys: [(m[1] ?? '').toUpperCase()], start: m.index, end: m.index + m[0].length }));
  // The number in a token counts nothing.
  const tokens = [...text.matchAll(/<[A-Z]+_\d+[a-z]{0,3}>/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }));
  taken.push(...tokens.filter(({ start, end }) => free(start, end)));
  const isNamed = written.length + mentioned.length + named.length > 0;
  const orders = [...written, ...ordersIn(text, isNamed ? cued : [...cued, numberOfDocument], free, take)].toSorted(
    (a, b) => a.start - b.start,
  );
  const periods = findPeriods(blanked(text, taken), today).map((each) => take(each));
  const top = topIn(blanked(text, taken));
  const monies = [...blanked(text, taken).matchAll(money)].flatMap((m) => moneyOf(m)).map((each) => take(each));
  const quantities = quantitiesIn(blanked(text, taken), top).map((each) => take(each));
  const folded = foldWord(text);
  return {
    orders,
    opportunities,
    materials: [...named, ...mentioned.filter(({ kind }) => kind === 'material')].toSorted((a, b) => a.start - b.start),
    customers: mentioned.filter(({ kind }) => kind === 'customer'),
    periods,
    quantities,
    monies,
    top,
    ordinal: ordinals.find(([pattern]) => pattern.test(foldWord(blanked(text, periods))))?.[1],
    isBackward: backward.test(folded),
    stage: stages.find(([, words]) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'u').test(folded))?.[0],
    isStrange: isStrange(quote === undefined ? text : text.slice(0, text.indexOf(quote)), taken, mentioned),
    quote,
    taken,
  };
}

const cued = [numberBehindCue, longNumber];

/** A capital letter inside a sentence, or what a detector took for a name, in the place where a name belongs. */
const behindPreposition =
  /(?<!\p{L})(?:of|for|from|with|at|von|bei|für|mit|de|para)\s+(?:(?:the|der|die|das|den|dem|la|le|el)\s+)?(<(?:ORG|PERSON)_\d+[a-z]*>|(?:L[aeo]s?|El|Du)\s+\p{L}{3,}|\p{Lu}[\p{L}'’-]{2,})/gu;

function isStrange(text: string, taken: readonly Taken[], mentioned: readonly Taken[]): boolean {
  return [...text.matchAll(behindPreposition)].some((m) => {
    const name = m[1] ?? '';
    const start = m.index + m[0].length - name.length;
    const known = name.startsWith('<') ? mentioned : taken;
    if (known.some((each) => each.start < start + name.length && start < each.end)) return false;
    return /[<\s]/.test(name) || !isOwnWord(foldWord(name));
  });
}

function ordersIn(
  text: string,
  patterns: readonly RegExp[],
  free: (start: number, end: number) => boolean,
  take: <T extends Taken>(each: T) => T,
) {
  const found: (Taken & { id: string })[] = [];
  for (const pattern of patterns) {
    for (const m of text.matchAll(pattern)) {
      const id = m[1] ?? m[0];
      const start = m.index + m[0].lastIndexOf(id);
      if (free(start, start + id.length)) found.push(take({ id, start, end: start + id.length }));
    }
  }
  return found;
}

/** Same length, with what is taken replaced by letters that mean nothing. */
function blanked(text: string, taken: readonly Taken[]): string {
  let out = text;
  for (const { start, end } of taken) out = out.slice(0, start) + '\u0000'.repeat(end - start) + out.slice(end);
  return out;
}

function quoteIn(text: string): string | undefined {
  const quoted = /["“„«»]([^"“”„«»]{2,2000})["”“«»]/u.exec(text)?.[1];
  const behind = /:\s+(\S[\s\S]{1,2000})$/u.exec(text)?.[1];
  return (quoted ?? behind)?.trim();
}

function topIn(text: string): number | undefined {
  const folded = foldWord(text);
  const before = new RegExp(
    `(?:top|(?:the|die|les|los|las|unsere|our)?)\\s*(\\d{1,3}|${wordList})\\s+(?:\\p{L}+\\s+){0,5}${superlative}`,
    'u',
  ).exec(folded);
  const behind = new RegExp(`(?:top|largest|biggest|${superlative})\\s+(\\d{1,3}|${wordList})(?![\\p{L}\\p{N}])`, 'u').exec(folded);
  const told = before?.[1] ?? behind?.[1];
  if (told === undefined) return undefined;
  const value = numberWords[told] ?? Number(told);
  return value > 0 ? value : undefined;
}

const scales: Readonly<Record<string, number>> = { k: 3, tsd: 3, thousand: 3, tausend: 3, m: 6, million: 6, mio: 6 };

function moneyOf(m: RegExpMatchArray): (Taken & { amount: string; currency: string | undefined })[] {
  const number = plainNumber((m[2] ?? m[4] ?? '').trim());
  const scale = scales[(m[3] ?? m[5] ?? '').toLowerCase().replace('.', '')] ?? 0;
  const sign = (m[1] ?? m[6] ?? '').toLowerCase();
  if (number === undefined || m.index === undefined) return [];
  const currency = currencies[sign] ?? sign.toUpperCase();
  return [{ amount: scaled(number, scale), currency, start: m.index, end: m.index + m[0].length }];
}

/** Text of a decimal with the point moved right. */
function scaled(number: string, places: number): string {
  if (places === 0) return number;
  const [whole = '0', part = ''] = number.split('.');
  const digits = part.padEnd(places, '0');
  const left = `${whole}${digits.slice(0, places)}`.replace(/^0+(?=\d)/, '');
  return digits.length > places ? `${left}.${digits.slice(places)}` : left;
}

/** `1.250`, `1,250`, `1 250` and `12,5` as decimal text. A separator before exactly three digits groups. */
export function plainNumber(printed: string): string | undefined {
  const tight = printed.replace(/[\s']/g, '');
  if (!/^\d[\d.,]*$/.test(tight)) return undefined;
  const last = Math.max(tight.lastIndexOf('.'), tight.lastIndexOf(','));
  if (last < 0) return tight;
  const tail = tight.slice(last + 1);
  const isGrouping = tail.length === 3 && tight.slice(0, last).replace(/[.,]/g, '').length <= 6;
  const whole = tight.slice(0, isGrouping ? undefined : last).replace(/[.,]/g, '');
  return isGrouping || tail === '' ? whole : `${whole}.${tail}`;
}

function quantitiesIn(text: string, top: number | undefined) {
  const found: (Taken & { value: string; unit: string | undefined })[] = [];
  for (const m of text.matchAll(quantity)) {
    const value = plainNumber(m[1] ?? '');
    if (value === undefined || (top !== undefined && value === String(top) && m[2] === undefined)) continue;
    found.push({ value, unit: m[2], start: m.index, end: m.index + m[0].length });
  }
  if (found.length > 0) return found;
  const folded = foldWord(text);
  const word = new RegExp(`(?<!\\p{L})(${wordList})(?!\\p{L})`, 'u').exec(folded.length === text.length ? folded : '');
  const value = word ? numberWords[word[1] ?? ''] : undefined;
  if (!word || value === undefined || value === top) return found;
  return [{ value: String(value), unit: undefined, start: word.index, end: word.index + word[0].length }];
}

import type { Language } from './units.ts';

/** Things a text may only mention if a fact is labelled so. The first word of each row is what the label must contain. */
const labels: readonly (readonly [concept: string, words: string])[] = [
  [
    'discount',
    'discount|discounted|rebate|rabatt|nachlass|skonto|preisnachlass|remise|rabais|ristourne|escompte|descuento|rebaja|bonificación',
  ],
  [
    'refund',
    'refund|refunded|reimburse|reimbursement|rückerstattung|erstattung|erstatten|rückzahlung|remboursement|rembourser|reembolso|devolución del importe',
  ],
  [
    'credit note',
    // Alone the French word is the verb "to have".
    "credit note|gutschrift|un avoir|l'avoir|l’avoir|d'avoir|d’avoir|cet avoir|votre avoir|notre avoir|nota de crédito|abono en cuenta",
  ],
  ['fee', 'fee|fees|surcharge|handling charge|gebühr|gebühren|zuschlag|aufpreis|frais|supplément|majoration|recargo|tarifa|comisión'],
  ['penalty', 'penalty|penalties|fine|liquidated damages|vertragsstrafe|pönale|strafzahlung|pénalité|pénalités|amende|penalización|multa'],
  [
    'compensation',
    'compensation|compensate|indemnity|entschädigung|schadensersatz|schadenersatz|indemnisation|dédommagement|indemnización|compensación',
  ],
  ['tax', 'tax|taxes|vat|sales tax|mehrwertsteuer|umsatzsteuer|mwst|steuer|tva|taxe|taxes|iva|impuesto|impuestos'],
  ['interest', 'interest rate|default interest|zinsen|verzugszinsen|intérêts|intereses'],
  ['voucher', "voucher|coupon|gift card|gutschein|bon d[’']achat|vale de compra|cupón"],
  ['free', 'free of charge|for free|at no cost|kostenlos|kostenfrei|gratis|gratuit|gratuite|gratuitement|sin coste|sin cargo'],
];

/** What no text may say, whatever the facts: promises, blame, law. */
const forbidden =
  'guarantee|guarantees|guaranteed|warranty|we promise|liable|liability|negligence|breach of contract|our fault|our mistake|our error|legal action|lawsuit|lawyer|' +
  'garantie|garantien|garantieren|garantiert|zusicherung|haftbar|haftung|haften|verschulden|unsere schuld|unser fehler|vertragsbruch|rechtliche schritte|anwalt|' +
  'garantie|garantir|garantissons|garanti|responsabilité|notre faute|notre erreur|poursuites|avocat|' +
  'garantía|garantizar|garantizamos|garantizado|responsabilidad|culpa nuestra|nuestra culpa|nuestro error|demanda judicial|abogado';

const edgeBefore = '(?<![\\p{L}\\p{N}])';
const edgeAfter = '(?![\\p{L}\\p{N}])';

export const forbiddenWords = new RegExp(`${edgeBefore}(?:${forbidden})${edgeAfter}`, 'giu');
export const labelWords = new RegExp(`${edgeBefore}(?:${labels.map(([, words]) => words).join('|')})${edgeAfter}`, 'giu');

export const labelFirstWords = firstWordsOf(labels.map(([, words]) => words).join('|'));
export const forbiddenFirstWords = firstWordsOf(forbidden);

/** The words any of the phrases begin with: a text without one of them need not be searched for the phrases. */
function firstWordsOf(phrases: string): ReadonlySet<string> {
  return new Set(phrases.split('|').map((phrase) => /^\p{L}+/u.exec(phrase)?.[0] ?? phrase));
}

/** What a fact's label must contain so that the word may be used. */
export function conceptOf(word: string): string | undefined {
  const lower = word.toLowerCase();
  return labels.find(([, words]) => words.split('|').includes(lower))?.[0];
}

const numberWordsOf: Readonly<Record<Language, string>> = {
  en: 'zero:0 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19 twenty:20 thirty:30 forty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred:100 thousand:1000 million:1000000 dozen:12 half: twice:2 double:2 triple:3 quarter:',
  de: 'null:0 zwei:2 drei:3 vier:4 fünf:5 sechs:6 sieben:7 acht:8 neun:9 zehn:10 elf:11 zwölf:12 dreizehn:13 vierzehn:14 fünfzehn:15 sechzehn:16 siebzehn:17 achtzehn:18 neunzehn:19 zwanzig:20 dreißig:30 vierzig:40 fünfzig:50 sechzig:60 siebzig:70 achtzig:80 neunzig:90 hundert:100 tausend:1000 million:1000000 dutzend:12 halb: hälfte: doppelt:2 zweimal:2 dreimal:3',
  fr: 'zéro:0 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 douze:12 treize:13 quatorze:14 quinze:15 seize:16 vingt:20 trente:30 quarante:40 cinquante:50 soixante:60 cent:100 mille:1000 million:1000000 douzaine:12 moitié: double:2 triple:3',
  es: 'cero:0 dos:2 tres:3 cuatro:4 cinco:5 seis:6 siete:7 ocho:8 nueve:9 diez:10 once:11 doce:12 trece:13 catorce:14 quince:15 veinte:20 treinta:30 cuarenta:40 cincuenta:50 sesenta:60 setenta:70 ochenta:80 noventa:90 cien:100 mil:1000 millón:1000000 docena:12 mitad: doble:2 triple:3',
};
const valuesOfWords = Object.fromEntries(
  Object.entries(numberWordsOf).map(([language, list]) => [
    language,
    new Map(list.split(' ').map((pair): [string, string] => [pair.split(':')[0] ?? '', pair.split(':')[1] ?? ''])),
  ]),
);
const patterns = Object.fromEntries(
  Object.entries(valuesOfWords).map(([language, words]) => [
    language,
    new RegExp(`${edgeBefore}(?:${[...words.keys()].join('|')})${edgeAfter}`, 'giu'),
  ]),
);

/** Numbers written as words, from two up; "one" is too often no number. */
export function numberWords(language: Language): RegExp {
  return patterns[language] ?? /(?!)/g;
}

/** `two things`, `zwei Dinge`: a number that counts what the sentence goes on to name. */
export const countedThings =
  /^[\s\u00a0]+(?:things|items|products|articles|positions|lines|points|dinge|punkte|artikel|positionen|posten|choses|articles|postes|points|cosas|artículos|posiciones|puntos)(?!\p{L})/iu;

export function isNumberWord(word: string, language: Language): boolean {
  return valuesOfWords[language]?.has(word) ?? false;
}

/** The number a word stands for; undefined for a part such as "half". */
export function valueOfNumberWord(word: string, language: Language): string | undefined {
  return valuesOfWords[language]?.get(word.toLowerCase()) || undefined;
}

const negations = new Set(
  "not never no cannot without isn't wasn't hasn't haven't won't isnt nicht nie kein keine keinen keiner niemals ohne pas jamais aucun aucune sans non n'est n’est ne no nunca jamás ningún ninguna sin tampoco".split(
    ' ',
  ),
);

export function isNegation(word: string): boolean {
  return negations.has(word.toLowerCase()) || /n['’]t$/i.test(word);
}

/** Words in front of which a short number is a document's or a line's number. */
export const numberCue =
  /(?:(?<!\p{L})(?:line|item|pos|poste|ligne|línea|zeile|order|plant|werk|usine|planta|invoice|delivery|auftrag|bestellung|rechnung|lieferung|commande|facture|livraison|pedido|factura|entrega)\p{L}{0,8}|number|nummer|numéro|número|(?<!\p{L})(?:no|nr)|n[°º])[.:#]?\s*(?:is|ist|est|es|:)?\s*$/iu;

const currencyNames: Readonly<Record<string, readonly string[]>> = {
  $: ['USD', 'CAD', 'AUD', 'NZD', 'MXN', 'SGD', 'HKD'],
  '€': ['EUR'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  euro: ['EUR'],
  dollar: ['USD', 'CAD', 'AUD'],
  pound: ['GBP'],
  pfund: ['GBP'],
  livre: ['GBP'],
  libra: ['GBP'],
  franken: ['CHF'],
};
const codes = 'EUR|USD|GBP|CHF|JPY|CNY|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|INR|BRL|MXN|CAD|AUD|NZD|SGD|HKD|ZAR|KRW|AED|SAR|ILS';

/** A currency as it stands next to a number: code, symbol, word. */
export const currencyText = `(?:(?:US|CA|AU|NZ|MX|A|C)?\\$(?:US|CA|AU)?|£(?:GB)?|[€¥]|(?:${codes})|[Ee]uros?|[Dd]ollars?|[Dd]ólares|[Pp]ounds?|[Pp]fund|[Ll]ibras|[Ff]ranken)`;

export function currenciesOf(text: string): readonly string[] {
  if (/^[A-Z]{3}$/.test(text)) return [text];
  const prefix = /^(US|CA|AU|NZ|MX|A|C)?\$(US|CA|AU)?$/.exec(text);
  const country = prefix?.[1] ?? prefix?.[2];
  if (country) return [{ US: 'USD', CA: 'CAD', C: 'CAD', AU: 'AUD', A: 'AUD', NZ: 'NZD', MX: 'MXN' }[country] ?? ''];
  // French writes £GB.
  const name = text
    .toLowerCase()
    .replace('dólares', 'dollar')
    .replace(/(?:s|gb)$/, '');
  return currencyNames[name] ?? [];
}

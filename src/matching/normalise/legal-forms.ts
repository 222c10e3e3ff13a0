import { foldedWords } from './fold.ts';

/**
 * Legal forms as companies write them, one canonical form a line, grouped by where they are at home. The list is of what is printed
 * on invoices, not of what the law knows. Longer spellings are tried before shorter ones.
 */
const written: readonly string[] = [
  // Germany, Austria, Switzerland
  'gmbh: GmbH | Gesellschaft mit beschränkter Haftung | Ges.m.b.H. | gGmbH | mbH | Gesellschaft mbH',
  'gmbh-kg: GmbH & Co. KG | GmbH & Co. KGaA | GmbH u. Co. KG | GmbH und Co. KG | GmbH & Cie. KG | GmbH & Co. OHG | GmbH & Co | GmbH Co KG | UG & Co. KG | AG & Co. KG | AG & Co. KGaA | SE & Co. KG | SE & Co. KGaA',
  'ag: AG | Aktiengesellschaft | gAG',
  'kg: KG | Kommanditgesellschaft | KGaA | Co. KG | & Co. KG | und Co. KG',
  'ohg: OHG | Offene Handelsgesellschaft | OG',
  'ug: UG | UG (haftungsbeschränkt) | Unternehmergesellschaft | Unternehmergesellschaft (haftungsbeschränkt)',
  'gbr: GbR | GdbR',
  'ek: e.K. | e.Kfm. | e.Kfr. | eingetragener Kaufmann | eingetragene Kauffrau | Einzelunternehmen',
  'eg: eG | eingetragene Genossenschaft',
  'ev: e.V. | eingetragener Verein',
  'partg: PartG | PartGmbB | PartG mbB',
  'se: SE | Societas Europaea',
  // Britain, Ireland, North America, Commonwealth
  'ltd: Ltd | Limited | Co. Ltd | Company Limited | Pty Ltd | Pty Limited | Proprietary Limited | Pvt Ltd | Private Limited | Pte Ltd | Co Pte Ltd | (Pty) Ltd | Sdn Bhd | Co., Limited',
  'plc: PLC | Public Limited Company',
  'inc: Inc | Incorporated | Co. Inc',
  'corp: Corp | Corporation',
  'co: Co | Company | & Co | and Company | & Company | and Co | & Cie | et Cie | et Compagnie | y Cia | & Cia | y Compañía | e Cia | und Co | u. Co',
  'llc: LLC | L.L.C. | Limited Liability Company | PLLC',
  'llp: LLP | Limited Liability Partnership',
  'lp: LP | Limited Partnership',
  // France, Belgium, Luxembourg
  'sa: S.A. | Société Anonyme | Sociedad Anónima | Sociedade Anônima | Societate pe Actiuni',
  'sarl: SARL | Société à responsabilité limitée | S.à r.l. | Sàrl | EURL',
  'sas: SAS | Société par actions simplifiée | SASU',
  'snc: SNC | Société en nom collectif',
  'sci: SCI',
  // Spain, Latin America, Portugal, Brazil
  'sl: S.L. | Sociedad Limitada | S.L.U. | S.R.L. de C.V. | S. de R.L. | S. de R.L. de C.V.',
  'sau: S.A.U.',
  'sacv: S.A. de C.V. | S.A.B. de C.V. | SAPI de CV',
  'lda: Lda | Limitada | Ltda',
  // Italy
  'srl: S.r.l. | Società a responsabilità limitata | S.r.l.s.',
  'spa: S.p.A. | Società per azioni',
  'sas-it: S.a.s. di',
  // Netherlands, Belgium
  'bv: B.V. | Besloten Vennootschap | BVBA',
  'nv: N.V. | Naamloze Vennootschap',
  'vof: V.O.F.',
  'cv: C.V.',
  // The North
  'ab: AB | Aktiebolag | Aktiebolaget',
  'as: A/S | AS | Aktieselskab | Aksjeselskap | ASA',
  'aps: ApS | Anpartsselskab',
  'oy: Oy | Oyj | Osakeyhtiö | Oy Ab',
  'ehf: ehf | hf',
  // Central and eastern Europe, Turkey, Japan, China
  'spzoo: Sp. z o.o. | Sp z oo | Spółka z o.o. | Spółka z ograniczoną odpowiedzialnością | Sp. z o.o. Sp. k.',
  'sro: s.r.o. | spol. s r.o. | společnost s ručením omezeným',
  'as-cz: a.s. | akciová společnost',
  'kft: Kft | Korlátolt felelősségű társaság',
  'zrt: Zrt | Nyrt | Rt',
  'doo: d.o.o. | d.o.o.e.l.',
  'dd: d.d.',
  'ood: OOD | EOOD | ЕООД | ООД',
  'ooo: ООО | OOO | ТОВ',
  'ao: АО | ОАО | ЗАО | ПАО | OAO | ZAO | PAO',
  'ltdsti: Ltd. Şti. | Ltd Sti | Limited Şirketi',
  'as-tr: A.Ş. | Anonim Şirketi',
  'kk: K.K. | Kabushiki Kaisha | 株式会社 | (株)',
  'gk: G.K. | Godo Kaisha | 合同会社 | 有限会社',
];

/** What joins two words of a name and says nothing by itself. */
export const connectors: ReadonlySet<string> = new Set('und and et y u e och og en i the der die das le la les los las el'.split(' '));

type Form = { readonly words: readonly string[]; readonly form: string };

const forms: readonly Form[] = written
  .flatMap((line) => {
    const [form = '', spellings = ''] = line.split(': ');
    return spellings.split(' | ').map((spelling) => ({ form, words: foldedWords(spelling).filter((word) => !connectors.has(word)) }));
  })
  .toSorted((one, other) => other.words.length - one.words.length);

const byLast = group((words) => words.at(-1));
const byFirst = group((words) => words[0]);

/** Forms nobody uses as a word of a name: they go wherever they stand (`Müller GmbH Niederlassung Nord`). */
const anywhere = new Set(
  [
    'gmbh',
    'mbh',
    'ltd',
    'limited',
    'llc',
    'sarl',
    'spzoo',
    'kgaa',
    'inc',
    'incorporated',
    'aktiengesellschaft',
    'gesmbh',
    'plc',
    'bvba',
  ].map((word) => foldedWords(word)[0] ?? word),
);
/** Forms that come first in their country. */
const leading = new Set(['ooo', 'ao', 'kk', 'gk']);

export type WithoutForm = { readonly words: readonly string[]; readonly form: string | undefined };

/** Takes the legal form off a name's words and says which it was. A name that is nothing but a form keeps its first word. */
export function takeLegalForm(given: readonly string[]): WithoutForm {
  let words = given;
  let form: string | undefined;
  for (;;) {
    const found = atEnd(words) ?? atStart(words) ?? inside(words);
    if (!found) return { words, form };
    words = found.words;
    form ??= found.form;
  }
}

function atEnd(words: readonly string[]): { words: readonly string[]; form: string } | undefined {
  const spelled = (byLast.get(words.at(-1) ?? '') ?? []).find((each) => each.words.length < words.length && endsWith(words, each.words));
  return spelled && { words: words.slice(0, words.length - spelled.words.length), form: spelled.form };
}

function atStart(words: readonly string[]): { words: readonly string[]; form: string } | undefined {
  const spelled = (byFirst.get(words[0] ?? '') ?? []).find(
    (each) => leading.has(each.form) && each.words.length < words.length && each.words.every((word, at) => words[at] === word),
  );
  return spelled && { words: words.slice(spelled.words.length), form: spelled.form };
}

function inside(words: readonly string[]): { words: readonly string[]; form: string } | undefined {
  if (words.length < 2) return undefined;
  const at = words.findIndex((word) => anywhere.has(word));
  if (at < 0) return undefined;
  const spelled = (byLast.get(words[at] ?? '') ?? []).find((each) => each.words.length === 1);
  return { words: words.filter((_, index) => index !== at), form: spelled?.form ?? 'other' };
}

function endsWith(words: readonly string[], end: readonly string[]): boolean {
  return end.every((word, at) => words[words.length - end.length + at] === word);
}

function group(keyOf: (words: readonly string[]) => string | undefined): ReadonlyMap<string, readonly Form[]> {
  const found = new Map<string, Form[]>();
  for (const form of forms) {
    const key = keyOf(form.words) ?? '';
    const list = found.get(key);
    if (list) list.push(form);
    else found.set(key, [form]);
  }
  return found;
}

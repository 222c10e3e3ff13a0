import { findPeriods, type Period } from '../understand/dates.ts';
import type { Entities } from '../understand/entities.ts';
import { foldWord } from '../understand/fold.ts';
import type { Frame } from '../understand/frame.ts';
import { errands, type Errand } from './catalogue.ts';

/**
 * Whoever wants something done says so: the sentence begins with what to do, or with a courtesy before it; in German the verb may
 * stand at the end. A question about the same things is a question.
 */
const lead = String.raw`^(?:please|kindly|can you|could you|would you|will you|i want you to|i want to|i need you to|i'd like (?:you )?to|let's|bitte|kannst du|konntest du|konnen sie|konnten sie|ich mochte|wir mussen|s'il (?:te|vous) plait|peux-tu|pouvez-vous|pourriez-vous|je veux|je voudrais|por favor|puedes|puede|podrias|quiero|quisiera)?[\s,]*(?:please|bitte|mal|por favor)?[\s,]*`;
const verb = String.raw`(?:create|make|place|enter|book|draft|raise|open|turn|write|prepare|run|start|launch|trigger|execute|do|redo|refresh|renew|update|sync|synchroni[sz]e|copy|mirror|bring|transfer|compare|check|reconcile|propose|suggest|complete|finish|look|search|find|release|match|adjust|merge|combine|take|undo|unmerge|separate|split|send|mail|schicke?|sende|envoie[rz]?|envia\p{L}*|manda|fuhre?|erstelle?|lege?|mach\p{L}*|eroffne|entwirf|starte?|aktualisiere?|synchronisiere?|erneuere|kopiere?|spiegle|ubertrage?|vergleiche?|prufe?|gleiche?|stimme?|passe?|schlage?|suche?|gib|schliesse?|vereinige?|trenne?|fusionne[rz]?|annule[rz]?|separe[rz]?|cree[rz]?|etabli\p{L}*|fai[ts]|faites|refai[ts]|passe[rz]?|redige[rz]?|ouvre[rz]?|lance[rz]?|execute[rz]?|actualise[rz]?|synchronise[rz]?|renouvelle[rz]?|copie[rz]?|transfere[rz]?|compare[rz]?|verifie[rz]?|rapproche[rz]?|propose[rz]?|cherche[rz]?|libere[rz]?|debloque[rz]?|termine[rz]?|ajuste[rz]?|aligne[rz]?|clos|crea\p{L}*|prepara\p{L}*|genera\p{L}*|convierte|abre|haz|redacta|lanza|ejecuta\p{L}*|inicia|actualiza\p{L}*|sincroniza\p{L}*|renueva|copia\p{L}*|refleja|lleva|transfiere|compara\p{L}*|comprueba\p{L}*|concilia\p{L}*|propon\p{L}*|busca\p{L}*|libera\p{L}*|desbloquea\p{L}*|completa\p{L}*|ajusta|alinea|fusiona\p{L}*|deshaz|separa\p{L}*)`;
const begins = new RegExp(String.raw`${lead}${verb}(?!\p{L})`, 'u');
const infinitive =
  /(?<!\p{L})(?:anlegen|erstellen|eroffnen|abgleichen|angleichen|anpassen|vergleichen|aktualisieren|synchronisieren|erneuern|kopieren|ubertragen|starten|prufen|freigeben|vorschlagen|abschliessen|suchen|schicken|senden|zusammenfuhren|zusammenlegen|trennen|zurucknehmen)\s*$/u;

const runs = /(?<!\p{L})(?:run|start|launch|trigger|execute|starte?n?|fuhre?|lance[rz]?|execute[rz]?|ejecuta\p{L}*|inicia|lanza)(?!\p{L})/u;

export type WantedErrand = { readonly errand: string; readonly document?: string; readonly isNamed: boolean };

/** What is to be set going, if the sentence asks for that; with the number of the document where one is named by it. */
export function errandIn(text: string): WantedErrand | undefined {
  const said = foldWord(text)
    .replace(/[?!.]+\s*$/, '')
    .trim();
  if (!begins.test(said) && !infinitive.test(said)) return undefined;
  const named = namedIn(said);
  const found = named ?? errands.find(({ words, not }) => words.every((word) => word.test(said)) && not?.test(said) !== true);
  return found && { errand: found.workflow, isNamed: named !== undefined, ...documentIn(text, found) };
}

/** By its own name, as `run closed-won`. The longest name counts: `integrity repair` is not `integrity`. */
function namedIn(said: string): Errand | undefined {
  if (!runs.test(said)) return undefined;
  const spoken = said.replaceAll('-', ' ');
  return errands
    .filter(({ workflow }) => spoken.includes(workflow.replaceAll('-', ' ')))
    .toSorted((a, b) => b.workflow.length - a.workflow.length)[0];
}

const numberOf = {
  case: /(?<![\p{L}\d])(500[\p{L}\d]{12}(?:[\p{L}\d]{3})?|\d{4,10})(?![\p{L}\d])/gu,
  quote: /(?<![\p{L}\d])(0Q0[\p{L}\d]{12}(?:[\p{L}\d]{3})?|\d{4,10})(?![\p{L}\d])/gu,
  // An account that is no customer of the ERP yet has no other number.
  customer: /(?<![\p{L}\d])(001[\p{L}\d]{12}(?:[\p{L}\d]{3})?)(?![\p{L}\d])/gu,
  contact: /(?<![\p{L}\d])(003[\p{L}\d]{12}(?:[\p{L}\d]{3})?)(?![\p{L}\d])/gu,
  contract: /(?<![\p{L}\d])(\d{6,10})(?![\p{L}\d])/gu,
  // A number the ERP gave; a name is looked up.
  'erp-customer': /(?<![\p{L}\d])(\d{6,10})(?![\p{L}\d])/gu,
  invoice: /(?<![\p{L}\d])(\d{6,10})(?![\p{L}\d])/gu,
};

/** `The month of April 2024` is meant as `in April 2024`; `2024-04` is one too. */
export function monthIn(text: string, today: string): Period | undefined {
  const [, month] = /(?<![\d-])(20\d\d-(?:0[1-9]|1[0-2]))(?![\d-])/.exec(text) ?? [];
  if (month !== undefined) return { from: `${month}-01`, to: `${month}-28`, start: 0, end: 0 };
  const spoken = text.replace(/(?<=\s)(?:of|for|from|von|vom|für|de|du|del|pour|para)\s+(?=\p{L}+(?:\s+20\d\d)?[.!?]*\s*$)/iu, 'in ');
  return findPeriods(spoken, today)[0];
}

/** The only number there is, where a document goes by a number; of several nobody can say which is meant. */
function documentIn(text: string, { about }: Errand): { readonly document?: string } {
  const pattern = Object.entries(numberOf).find(([kind]) => kind === about)?.[1];
  if (!pattern) return {};
  const found = [...new Set([...text.matchAll(pattern)].map(([, number = '']) => number))];
  const [only] = found;
  return only === undefined || found.length > 1 ? {} : { document: only };
}

const byNumber: readonly string[] = ['case', 'quote', 'invoice', 'contact', 'contract'];

/** What of the sentence the errand is about. */
export function errandFrame(
  wanted: WantedErrand,
  entities: Entities,
  { text, today }: { readonly text: string; readonly today: string },
): Frame {
  const about = errands.find(({ workflow }) => workflow === wanted.errand)?.about;
  const [order, customer, material, deal, period] = [
    entities.orders[0]?.id,
    entities.customers[0]?.keys,
    entities.materials[0]?.keys,
    entities.opportunities[0]?.id,
    about === 'month' ? monthIn(text, today) : entities.periods[0],
  ];
  const goesByNumber = about !== undefined && byNumber.includes(about);
  return {
    intent: 'errand',
    desk: 'operations',
    errand: wanted.errand,
    ...(wanted.document === undefined ? {} : { document: wanted.document }),
    // A bare number is a case's here, and no order's.
    ...(order === undefined || goesByNumber ? {} : { order }),
    ...(customer === undefined ? {} : { customers: customer }),
    ...(material === undefined ? {} : { materials: material }),
    ...(deal === undefined ? {} : { deal }),
    ...(period === undefined ? {} : { from: period.from, to: period.to }),
  };
}

/**
 * Words of errands the detector takes for names, as they stand after folding. Each is listed whole: what is on this list is not hidden
 * from a model, and a stem such as `fall` would let a Ms Fallon through.
 */
const ownWords = new Set(
  `retoure retouren rucksendung rucksendungen reparatur reparaturen serviceanfrage serviceanfragen serviceauftrag serviceauftrage
   umsatzprognose absatzprognose verlangerungsprognose kreditsperre neuigkeiten lieferbarkeit korrekturen
   retour retours reparation reparations devis renouvellement renouvellements devolucion devoluciones reparacion reparaciones
   renovacion renovaciones cotizacion fusion fusions dublette dubletten doublon doublons zusammenfuhrung correcciones novedades rma`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

export const isErrandWord = (word: string): boolean => ownWords.has(word);

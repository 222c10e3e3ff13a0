import type { Json, JsonObject } from '../contracts/json.ts';
import type { Fact, NarrationRequest } from '../contracts/llm.ts';
import { looksLikeToken, slotsOf } from '../privacy/index.ts';

type Shown<F> =
  F extends Extract<Fact, { type: 'money' }>
    ? { readonly id: string; readonly type: 'money'; readonly label: string; readonly slot: string }
    : F extends Extract<Fact, { type: 'enum' }>
      ? Omit<F, 'words' | 'others'>
      : F;
/** A fact as a model sees it: an amount is its slot, nothing else of it leaves. */
export type ShownFact = Shown<Fact>;

/** What a model is told, as one line of JSON inside the user message. The narrator reads the same line. */
export type SheetBlock = {
  readonly prompt: string;
  /** Of the prompt; the narrator takes its sentences. */
  readonly version: string;
  readonly locale: string;
  readonly facts: readonly ShownFact[];
  readonly view: JsonObject;
  readonly required: readonly string[];
};

const opening = '{"prompt":';

export function blockOf({ prompt, locale, sheet, required }: NarrationRequest, version: string): SheetBlock {
  const slots = new Map([...slotsOf(sheet)].map(([slot, fact]) => [fact.id, slot]));
  return { prompt, version, locale, facts: sheet.facts.map((fact) => shown(fact, slots)), view: sheet.view, required };
}

function shown(fact: Fact, slots: ReadonlyMap<string, string>): ShownFact {
  switch (fact.type) {
    case 'money':
      return { id: fact.id, type: 'money', label: fact.label, slot: slots.get(fact.id) ?? '' };
    case 'enum':
      return { id: fact.id, type: 'enum', label: fact.label, value: fact.value };
    case 'term':
    case 'id':
      return { ...fact, value: tame(fact.value) };
    case 'date':
    case 'quantity':
    case 'count':
    case 'percent':
    case 'token':
      return fact;
  }
}

/** Words from outside that imitate a token would be restored as one; with other brackets they read the same and are none. */
function tame(value: string): string {
  return looksLikeToken(value) ? value.replace(/</g, '‹').replace(/>/g, '›') : value;
}

/** The block in a rendered message, or undefined. Data cannot forge one: inside JSON it never begins a line. */
export function readBlock(content: string): SheetBlock | undefined {
  const start = content.startsWith(opening) ? 0 : content.indexOf(`\n${opening}`) + 1;
  if (start === 0 && !content.startsWith(opening)) return undefined;
  const end = content.indexOf('\n', start);
  try {
    const block: SheetBlock = JSON.parse(end < 0 ? content.slice(start) : content.slice(start, end));
    return Array.isArray(block.facts) && typeof block.locale === 'string' ? block : undefined;
  } catch {
    return undefined;
  }
}

/** Every text of a block that is not the program's own, with the field it stands in. */
export function dynamicTexts(block: SheetBlock): { readonly field: string; readonly text: string; readonly isId: boolean }[] {
  const known = new Set(block.facts.map((fact) => fact.id));
  const texts = block.facts.flatMap((fact) =>
    Object.entries(fact).flatMap(([name, value]) =>
      name === 'id' || name === 'type' || name === 'slot' || name === 'token' || typeof value !== 'string'
        ? []
        : [{ field: `facts.${fact.id}.${name}`, text: value, isId: fact.type === 'id' && name === 'value' }],
    ),
  );
  // A token fact must hold a token and nothing else.
  for (const fact of block.facts) if (fact.type === 'token') texts.push({ field: `facts.${fact.id}.token`, text: fact.token, isId: false });
  collect(block.view, 'view', known, texts);
  texts.push({ field: 'locale', text: block.locale, isId: false });
  return texts;
}

function collect(value: Json, field: string, known: ReadonlySet<string>, texts: { field: string; text: string; isId: boolean }[]): void {
  if (typeof value === 'string') {
    if (!known.has(value)) texts.push({ field, text: value, isId: false });
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) collect(member, `${field}.${name}`, known, texts);
  }
}

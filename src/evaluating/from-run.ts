import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { Json } from '../contracts/json.ts';
import { StoredCase } from './cases.ts';

const Block = z.object({
  prompt: z.string(),
  locale: z.string(),
  facts: z.array(z.looseObject({ id: z.string(), type: z.string() })),
  view: z.record(z.string(), z.json()),
  required: z.array(z.string()),
});

/**
 * A prompt case from the body a model was sent, as the egress record keeps it: names are tokens, amounts were slots and get
 * made-up ones here, and terms and document numbers are replaced by others of their shape. Undefined where the body holds no
 * sheet of facts. What is known of anybody stays in the vault.
 */
export function caseFromBody(
  body: string,
  origin: string,
  tags: readonly string[] = ['from-run'],
): { readonly prompt: string; readonly stored: StoredCase } | undefined {
  const block = blockIn(body);
  if (!block) return undefined;
  const made = block.facts.map((fact, at) => madeUp(fact, at));
  const [locale = 'en'] = [block.locale.slice(0, 2)].filter((each) => ['en', 'de', 'fr', 'es'].includes(each));
  const stored = StoredCase.safeParse({
    id: `run.${createHash('sha256').update(`${origin}\n${body}`).digest('hex').slice(0, 10)}`,
    kind: 'prompt',
    tags: [...tags],
    locales: [locale],
    facts: made,
    view: block.view,
    expect: { required: block.required },
  });
  if (stored.success) return { prompt: block.prompt, stored: stored.data };
  const issue = stored.error.issues[0];
  throw new CountersignError(
    'input.invalid',
    `The run's facts make no case at ${issue?.path.join('.') ?? '(top)'}: ${issue?.message ?? 'not valid'}`,
    {
      field: 'run',
    },
  );
}

function blockIn(body: string): z.infer<typeof Block> | undefined {
  const line = linesIn(body).find((each) => each.startsWith('{"prompt":'));
  if (line === undefined) return undefined;
  const read = Block.safeParse(parsed(line));
  return read.success ? read.data : undefined;
}

/** Every line of every text in the body, whatever provider's shape it has. */
function linesIn(body: string): readonly string[] {
  const texts: string[] = [];
  const walk = (value: Json | undefined): void => {
    if (typeof value === 'string') texts.push(...value.split('\n'));
    else if (Array.isArray(value)) value.forEach((each: Json) => walk(each));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk(parsed(body));
  return texts;
}

function parsed(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    // Another shape than ours holds no sheet; the caller says so.
    return undefined;
  }
}

type Told = { readonly id: string; readonly type: string; readonly [name: string]: unknown };

function madeUp(fact: Told, at: number): Told {
  const { slot: _slot, ...rest } = fact;
  switch (fact.type) {
    case 'money':
      return { ...rest, amount: `${1000 + at * 137}.${String((at * 7) % 100).padStart(2, '0')}`, currency: 'EUR' };
    case 'id':
      return { ...rest, value: sameShape(String(fact['value'])) };
    case 'term':
      return { ...rest, value: `Term ${letterOf(at)}` };
    default:
      return rest;
  }
}

/** Another number of the same shape: `SO-78911` becomes `SO-` and five other digits, always the same ones. */
function sameShape(value: string): string {
  const digits = createHash('sha256').update(value).digest();
  let at = 0;
  return value.replace(/\d/g, (_, place: number) => {
    at += 1;
    const digit = (digits[at % digits.length] ?? 0) % 10;
    return String(place === 0 && digit === 0 ? 1 : digit);
  });
}

const letterOf = (at: number): string => String.fromCharCode(65 + (at % 26));

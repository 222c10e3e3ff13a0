import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { BfclCase, GoldCall } from './cases.ts';

/** A tool as a model is offered it, made from a function of the leaderboard. */
export type OfferedTool = { readonly name: string; readonly description: string; readonly input: z.ZodType };

/**
 * One turn: the provider answers with these calls (none: with words), and what the engine takes them for comes back, with
 * arguments, or refused with a code.
 */
export type Turn = (
  tools: readonly OfferedTool[],
  calls: readonly GoldCall[],
) => Promise<readonly { readonly name: string; readonly arguments?: unknown; readonly refused?: string }[]>;

export type Miss = { readonly id: string; readonly why: string };
export type BfclResult = { readonly calls: number; readonly irrelevant: number; readonly misses: readonly Miss[] };

/** Holds every right call against JSON schema, zod and one provider's way of writing calls; where none is right none may be made. */
export async function checkCases(cases: readonly BfclCase[], turn: Turn): Promise<BfclResult> {
  const misses: Miss[] = [];
  let calls = 0;
  let irrelevant = 0;
  for (const each of cases) {
    calls += each.calls.length;
    irrelevant += each.calls.length === 0 ? 1 : 0;
    const why = await missOf(each, turn);
    if (why !== undefined) misses.push({ id: each.id, why });
  }
  return { calls, irrelevant, misses };
}

async function missOf({ functions, calls }: BfclCase, turn: Turn): Promise<string | undefined> {
  const tools: OfferedTool[] = functions.map(({ name, description, schema }) => ({ name, description, input: z.fromJSONSchema(schema) }));
  const bad = calls.find(({ name, args }) => !tools.find((tool) => tool.name === name)?.input.safeParse(args).success);
  if (bad) return `the schema of ${bad.name} does not take its own right call`;
  const came = await turn(tools, calls);
  if (came.length !== calls.length) return `${came.length} calls came of ${calls.length}`;
  const at = came.findIndex((call, index) => !isDeepStrictEqual({ name: call.name, args: call.arguments }, asJson(calls[index])));
  if (at < 0) return undefined;
  return came[at]?.refused === undefined ? `${calls[at]?.name} came back changed` : `${calls[at]?.name} was refused: ${came[at]?.refused}`;
}

function asJson(call: GoldCall | undefined): unknown {
  return JSON.parse(JSON.stringify(call));
}

import { z } from 'zod';
import type { Json } from '../contracts/json.ts';
import { mismatches, parseShape, type Shape } from './shape.ts';

/** What a prompt says of its answer. Text is what most write; JSON has a schema, or nothing could be checked. */
export const OutputHeader = z.discriminatedUnion('format', [
  z.strictObject({ format: z.literal('text'), minLength: z.int().min(1).optional(), maxLength: z.int().min(1).optional() }),
  z.strictObject({ format: z.literal('json'), schema: z.json() }),
]);
export type OutputHeader = z.infer<typeof OutputHeader>;

export type PromptOutput =
  | { readonly format: 'text'; readonly minLength?: number | undefined; readonly maxLength?: number | undefined }
  | { readonly format: 'json'; readonly shape: Shape };

/** A prompt from before there were outputs writes text of any length. */
export function outputOf(header: OutputHeader | undefined): PromptOutput {
  if (header?.format !== 'json') return header ?? { format: 'text' };
  return { format: 'json', shape: parseShape(header.schema, 'output.schema') };
}

export type CheckedOutput = { readonly failures: readonly string[]; readonly value?: Json };

/** Whether an answer is what its prompt asks for; `value` is the JSON where it is. */
export function checkOutput(answer: string, output: PromptOutput): CheckedOutput {
  if (output.format === 'json') return checkJson(answer, output.shape);
  const { minLength = 0, maxLength = Infinity } = output;
  const { length } = answer;
  if (length > maxLength) return { failures: [`the text has ${length} characters; at most ${maxLength}`] };
  return { failures: length < minLength ? [`the text has ${length} characters; at least ${minLength}`] : [] };
}

// Models put JSON into a block of code however they are asked.
const fenced = /^```(?:json)?\s*\n(.*)\n```$/s;

function checkJson(answer: string, shape: Shape): CheckedOutput {
  let value: Json;
  try {
    value = JSON.parse(fenced.exec(answer.trim())?.[1] ?? answer);
  } catch {
    return { failures: ['the answer is no JSON'] };
  }
  const failures = mismatches(value, shape, 'answer');
  return failures.length === 0 ? { failures, value } : { failures };
}

import { z } from 'zod';
import type { WriteTool } from '../contracts/authoring.ts';
import { classed, code, freeText, type LeafClass } from '../contracts/classes.ts';
import type { FieldValue, WriteOutcome, WriteRequest } from '../contracts/ports.ts';
import type { PlannedWrite } from '../contracts/proposals.ts';
import { tokenLeftIn } from '../contracts/tokens.ts';
import { leafValues } from '../privacy/index.ts';
import { note } from './notes.ts';
import type { Session } from './parts.ts';

/**
 * Values in the place of tokens, field by field, right before a write is sent. What a field takes is what the leaf of the
 * tool's input takes that the field was filled from. A field put together from several is text, unless the tool declares it plain.
 */
export async function restoreFields(
  session: Session,
  tool: WriteTool,
  write: PlannedWrite,
  fields: Readonly<Record<string, FieldValue>>,
): Promise<Readonly<Record<string, FieldValue>>> {
  const leaves = leafValues(tool.input, write.input);
  const shape = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, fieldSchema(tool, field, value, leaves)]));
  // Keeps what the shape does not describe, such as numbers and flags.
  const { value, repairs } = await session.parts.privacy.restoreArguments(session.input.threadId, z.looseObject(shape), { ...fields });
  if (repairs > 0) note(session, 'tokens.repaired', { key: write.key, count: repairs });
  // The same fields with other strings in them.
  return value as Readonly<Record<string, FieldValue>>;
}

type LeafValue = { readonly leaf: LeafClass | undefined; readonly value: string };

export function fieldSchema(tool: WriteTool, field: string, value: FieldValue, leaves: readonly LeafValue[]): z.ZodType {
  const sources = leaves.filter((each) => each.value === value);
  const strictest = sources.find(({ leaf }) => leaf?.class !== 'personal' && leaf?.class !== 'confidential') ?? sources[0];
  if (strictest) return strictest.leaf ? classed(z.any(), strictest.leaf) : code();
  return tool.plain.includes(field) ? code() : freeText();
}

/** The refusal of a write that still holds a token, and undefined for any other. Nothing of it is sent. */
export function tokenRefusal(request: WriteRequest): WriteOutcome | undefined {
  for (const [field, value] of [...Object.entries(request.fields), ['id', request.target.id ?? ''] as const]) {
    if (tokenLeftIn(JSON.stringify([field, value])) === undefined) continue;
    return {
      kind: 'refused',
      status: 0,
      code: 'privacy.token_not_accepted',
      reason: 'A token was left in a field and was not written',
      field,
    };
  }
  return undefined;
}

import { z } from 'zod';
import type { WriteTool } from '../contracts/authoring.ts';
import { freeText } from '../contracts/classes.ts';
import { CountersignError } from '../contracts/errors.ts';
import type { LiveRecord, LiveValue } from '../contracts/ports.ts';
import type { Session } from './parts.ts';

export function writeTool(session: Session, id: string): WriteTool {
  const tool = session.workflow.tools.find((candidate) => candidate.id === id);
  if (!tool || tool.kind === 'read')
    throw new CountersignError('capability.missing', `Workflow ${session.workflow.id} has no write tool ${id}`, { field: id });
  return tool;
}

/**
 * A record's live fields with every text that the tool does not declare plain as a token. Tokens are stable within a
 * thread, so before and after still compare.
 */
export async function readLive(
  session: Session,
  tool: WriteTool,
  target: { type: string; id: string },
  fields: readonly string[],
): Promise<LiveRecord | undefined> {
  const live = await session.parts.connection(tool.system).reader.read(target, fields, { signal: session.run.signal });
  if (!live) return undefined;
  const hidden: Record<string, string> = {};
  for (const [field, value] of Object.entries(live.fields)) {
    if (typeof value === 'string' && value !== '' && !tool.plain.includes(field)) hidden[field] = value;
  }
  if (Object.keys(hidden).length === 0) return live;
  const schema = z.object(Object.fromEntries(Object.keys(hidden).map((field) => [field, freeText()])));
  const tokens: Record<string, LiveValue> = await session.parts.privacy.protect(session.input.threadId, schema, hidden);
  return { ...live, fields: { ...live.fields, ...tokens } };
}

import type { JsonObject } from '../contracts/json.ts';

/** A call in the history of a conversation. Its id was given out here, its name is that of a tool on offer. */
export type PastCall = { readonly id: string; readonly name: string; readonly args: Readonly<Record<string, unknown>> };

/** A message as it leaves. */
export type Turn =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly calls: readonly PastCall[] }
  | { readonly role: 'tool'; readonly content: string; readonly callId: string };

/** A tool as it leaves, in the form both providers' clients pass on unchanged. */
export type WireTool = {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description: string; readonly parameters: JsonObject };
};

/** Everything of a call that is not the program's own: what was checked, and all that may leave. */
export type Payload = { readonly turns: readonly Turn[]; readonly tools: readonly WireTool[] };

/** A token is at least two bytes of the text that counts here; better too many than too few. */
export function tokensAtMost({ turns, tools }: Payload): number {
  const bytes = turns.reduce(
    (sum, turn) => sum + Buffer.byteLength(turn.content) + (turn.role === 'assistant' ? sizeOf(turn.calls) : 0),
    sizeOf(tools),
  );
  return Math.ceil(bytes / 2);
}

function sizeOf(list: readonly unknown[]): number {
  return list.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(list));
}

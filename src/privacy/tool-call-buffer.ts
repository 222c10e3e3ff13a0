import { CountersignError } from '../contracts/errors.ts';

/** A piece of a tool call as providers stream them, OpenAI's `function` or LangChain's flat members. */
export type ToolCallDelta = {
  readonly index?: number | undefined;
  readonly id?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly args?: string | null | undefined;
  readonly function?: { readonly name?: string | null | undefined; readonly arguments?: string | null | undefined } | undefined;
};
export type ToolCall<T> = { readonly id: string | undefined; readonly name: string; readonly arguments: T };
export type ToolCallBuffer = {
  push(delta: ToolCallDelta): void;
  /**
   * The calls, once the stream has ended: parsed, then restored on the parsed tree. All or none: a call that was cut off is
   * llm.invalid_output, and a token that is refused refuses them all before anything is sent.
   */
  finish<T>(restore: (name: string, tree: unknown) => Promise<T>): Promise<readonly ToolCall<T>[]>;
};

type Gathered = { index: number | undefined; id: string | undefined; name: string; text: string };

/** Gathers the pieces of tool calls by index and id. Arguments are never looked at before they are whole. */
export function createToolCallBuffer(): ToolCallBuffer {
  const calls: Gathered[] = [];
  return {
    push(delta) {
      const call = callOf(calls, delta);
      call.id ??= delta.id ?? undefined;
      call.name += delta.name ?? delta.function?.name ?? '';
      call.text += delta.args ?? delta.function?.arguments ?? '';
    },
    async finish(restore) {
      const parsed = calls.map(({ id, name, text }, at) => ({ id, name, tree: parse(text, at), at }));
      return Promise.all(parsed.map(async ({ id, name, tree }) => ({ id, name, arguments: await restore(name, tree) })));
    },
  };
}

function callOf(calls: Gathered[], { index, id }: ToolCallDelta): Gathered {
  const known = calls.findLast((call) => (index === undefined && !id) || (index !== undefined && call.index === index) || call.id === id);
  // Some servers number every call 0; another id is another call all the same.
  const isOther = known?.id !== undefined && Boolean(id) && id !== known.id;
  if (known && !isOther) return known;
  const started: Gathered = { index, id: id ?? undefined, name: '', text: '' };
  calls.push(started);
  return started;
}

function parse(text: string, at: number): unknown {
  try {
    const tree: unknown = text.trim() === '' ? {} : JSON.parse(text);
    if (typeof tree === 'object' && tree !== null) return tree;
  } catch {
    // Falls through: the text may hold values, so it is not kept as a cause.
  }
  throw new CountersignError('llm.invalid_output', 'The arguments of a tool call are cut off or no JSON; nothing was called', {
    field: `tool_calls[${at}].arguments`,
  });
}

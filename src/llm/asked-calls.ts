import type { z } from 'zod';
import { CountersignError } from '../contracts/errors.ts';
import type { AskedCall, ConversationTool, RefusedCall } from '../contracts/llm.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { ToolCallBuffer } from '../privacy/index.ts';

type Refusal = Pick<RefusedCall, 'refused' | 'field' | 'message'>;
type Settled = { readonly name: string; readonly withTokens: unknown; readonly repairs: number } & (
  | { readonly value: unknown }
  | { readonly refusal: Refusal }
);

/**
 * The calls of a whole answer: values put back where the tool's schema takes them, then checked against the schema. A token
 * that is unknown, of another thread or of the wrong class refuses its call, and so does what the schema does not take; the
 * others stand. What is no JSON is no answer at all.
 */
export async function settleCalls(
  privacy: Privacy,
  threadId: string,
  buffer: ToolCallBuffer,
  toolOf: (wireName: string) => ConversationTool | undefined,
): Promise<{ calls: readonly AskedCall[]; repairs: number }> {
  const asked = await buffer.finish((name, tree) => settle(privacy, threadId, toolOf(name), name, tree));
  const calls = asked.map(({ id, arguments: settled }, at): AskedCall => {
    const { name, withTokens } = settled;
    const about = { id: id ?? `call_${at + 1}`, name };
    return 'refusal' in settled ? { ...about, ...settled.refusal, withTokens } : { ...about, arguments: settled.value, withTokens };
  });
  return { calls, repairs: asked.reduce((sum, { arguments: { repairs } }) => sum + repairs, 0) };
}

async function settle(
  privacy: Privacy,
  threadId: string,
  tool: ConversationTool | undefined,
  wireName: string,
  tree: unknown,
): Promise<Settled> {
  if (!tool) {
    const refusal = { refused: 'llm.invalid_output', field: 'name', message: 'There is no tool of this name' } as const;
    return { name: wireName, withTokens: tree, repairs: 0, refusal };
  }
  const about = { name: tool.name, withTokens: tree };
  try {
    const { value, repairs } = await privacy.restoreArguments(threadId, tool.input, tree);
    const checked = tool.input.safeParse(value);
    if (checked.success) return { ...about, repairs, value: checked.data };
    return { ...about, repairs, refusal: await refusalOf(privacy, threadId, checked.error) };
  } catch (error) {
    if (!(error instanceof CountersignError) || (error.code !== 'privacy.unknown_token' && error.code !== 'privacy.token_not_accepted'))
      throw error;
    // Names tokens and fields, never a value.
    return { ...about, repairs: 0, refusal: { refused: error.code, field: error.field ?? 'input', message: error.message } };
  }
}

async function refusalOf(privacy: Privacy, threadId: string, { issues }: z.ZodError): Promise<Refusal> {
  const [issue] = issues;
  // A check of the tool's own may tell the value it did not like, and by now that is the real one.
  const { text } = await privacy.redactText(threadId, issue?.message ?? 'The arguments do not fit');
  const isSafe = (await privacy.findLeak(threadId, text)) === undefined;
  return { refused: 'llm.invalid_output', field: pathOf(issue?.path ?? []), message: isSafe ? text : 'The arguments do not fit' };
}

/** `items[0].email`, the way fields of errors are written everywhere. */
function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'input' : text.replace(/^\./, '');
}

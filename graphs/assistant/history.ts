import type { BaseMessage } from '@langchain/core/messages';
import type { State } from './state.ts';

/**
 * The conversation so far, as a model may see it: in tokens, with the assistant's texts as they were before amounts were filled
 * in. The last message is left out; it is the question.
 */
export function history({ messages }: State): readonly { readonly role: 'user' | 'assistant'; readonly content: string }[] {
  const before = messages.slice(
    0,
    messages.findLastIndex(({ type }) => type === 'human'),
  );
  return before.slice(-12).flatMap((message): { role: 'user' | 'assistant'; content: string }[] => {
    if (message.type === 'human') return [{ role: 'user', content: message.text }];
    const text = modelText(message);
    return text === '' ? [] : [{ role: 'assistant', content: text }];
  });
}

function modelText(message: BaseMessage): string {
  const text: unknown = message.additional_kwargs['modelText'];
  return typeof text === 'string' ? text : '';
}

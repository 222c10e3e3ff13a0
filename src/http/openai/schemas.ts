import { z } from 'zod';

const Part = z.looseObject({ type: z.string(), text: z.string().max(100_000).optional() });

/** What chat front ends send. What only a model's own interface has use for – temperatures, tools, penalties – is taken and not used. */
export const ChatBody = z.looseObject({
  model: z.string().max(200).default('assistant'),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
        content: z.union([z.string().max(100_000), z.array(Part).max(50), z.null()]).optional(),
      }),
    )
    .min(1)
    .max(500),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  n: z.number().int().nullish(),
});
export type ChatBody = z.infer<typeof ChatBody>;

/** The text of a message; parts that are no text are left out, for nothing here looks at pictures. */
export function textOf(content: ChatBody['messages'][number]['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n');
}

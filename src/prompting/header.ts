import { z } from 'zod';
import { OutputHeader } from './output.ts';

const path = z.string().regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'a path such as order.id');
const locale = z.string().regex(/^[a-z]{2}$/, 'a two-letter language');

/** The narrator's side of a prompt in one language: paragraphs of sentences, and texts to pick by a word of the view. */
const Narrator = z.strictObject({
  choices: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  text: z.array(z.union([z.string(), z.array(z.string()).min(1)])).min(1),
});

/** The front matter of a .prompt file. */
export const PromptHeader = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'the path with dots, for example order-status.summary'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a semantic version'),
  role: z.enum(['planner', 'narrator', 'judge']),
  maxTokens: z.int().min(1).max(32_768),
  temperature: z.number().min(0).max(2),
  /** The first is used for readers of any other language. */
  locales: z.array(locale).min(1),
  /** Fields a view must have, a list or an object stands for everything below it; or the view's schema. */
  input: z.union([z.array(path), z.strictObject({ schema: z.json() })]),
  /** Fields a view may have; where `input` is a schema it says so itself. */
  optional: z.array(path).default([]),
  /** What the answer has to be; text of any length unless told. */
  output: OutputHeader.optional(),
  narrator: z.record(locale, Narrator).default({}),
});
export type PromptHeader = z.infer<typeof PromptHeader>;

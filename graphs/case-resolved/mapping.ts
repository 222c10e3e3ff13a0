import { z } from 'zod';

export const Mapping = z.strictObject({
  version: z.string(),
  textKind: z.string().max(4),
  textLanguage: z.string().max(2),
  completed: z.string().max(40),
  released: z.string().max(40),
});
export type Mapping = z.infer<typeof Mapping>;

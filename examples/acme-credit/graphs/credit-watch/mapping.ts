import { z } from 'zod';

/** The shape of mapping.yaml; a typo stops the start, not a run. */
export const Mapping = z.strictObject({
  version: z.string(),
  warnAtPercent: z.int().min(1).max(100),
  language: z.enum(['en', 'de']),
});
export type Mapping = z.infer<typeof Mapping>;

import { z } from 'zod';

const Length = z.number().int().min(100).max(32_000);

/** The shape of mapping.yaml. */
export const Mapping = z.strictObject({
  version: z.string(),
  lengths: z.strictObject({ output: Length, inputs: Length, factors: Length }),
});
export type Mapping = z.infer<typeof Mapping>;

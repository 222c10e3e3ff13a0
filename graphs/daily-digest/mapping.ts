import { z } from 'zod';

/** The shape of mapping.yaml. */
export const Mapping = z.strictObject({ version: z.string(), list: z.string().optional() });
export type Mapping = z.infer<typeof Mapping>;

import { z } from 'zod';
import { matchesType, predictionMade, toldActions } from '../contracts/outbound.ts';

const all: readonly string[] = [...toldActions, predictionMade];

const Webhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** `whsec_` and base64. Several sign each call, so that one can be changed while the receiver still checks by the other. */
  secrets: z
    .array(z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'not a secret such as whsec_ and 24 bytes or more in base64'))
    .min(1)
    .max(4),
  /** `*`, `effect.*`, `approval.approved` … */
  types: z
    .array(
      z
        .string()
        .refine((pattern) => all.some((type) => matchesType([pattern], type)), `none of ${all.join(', ')}, nor a family such as effect.*`),
    )
    .min(1)
    .default(['*']),
});

/** Who is told of predictions, proposals, decisions and results. */
export const OutboundConfig = z
  .strictObject({
    /** The CloudEvents source: which installation says this. */
    source: z.string().min(1).max(200).default('urn:countersign'),
    webhooks: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), Webhook).default({}),
    /** `host:port` of receivers that live in one's own network; every other has a public address and TLS. */
    privateHosts: z.array(z.string()).default([]),
    /** A certificate authority of one's own, as PEM. */
    ca: z.string().optional(),
    /** A delivery is given up after so many attempts; the waits grow from 5 s to 6 h, so that ten are about a day. */
    maxAttempts: z.number().int().min(1).max(50).default(10),
  })
  .prefault({});
export type OutboundConfig = z.infer<typeof OutboundConfig>;

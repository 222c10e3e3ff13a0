import { z } from 'zod';
import { matchesType, predictionMade, toldActions } from '../contracts/outbound.ts';

const all: readonly string[] = [...toldActions, predictionMade];

/** `*`, `effect.*`, `approval.approved` … */
const Types = z
  .array(
    z
      .string()
      .refine((pattern) => all.some((type) => matchesType([pattern], type)), `none of ${all.join(', ')}, nor a family such as effect.*`),
  )
  .min(1)
  .default(['*']);

const Webhook = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** `whsec_` and base64. Several sign each call, so that one can be changed while the receiver still checks by the other. */
  secrets: z
    .array(z.string().regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'not a secret such as whsec_ and 24 bytes or more in base64'))
    .min(1)
    .max(4),
  types: Types,
});

const loopback = ['localhost', '127.0.0.1', '::1'];

const Broker = z
  .strictObject({
    kind: z.literal('amqp'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65_535).default(5671),
    /** `none` is for a broker on this machine. */
    security: z.enum(['tls', 'none']).default('tls'),
    vhost: z.string().min(1).max(255).default('/'),
    user: z.string().min(1).max(255),
    password: z.string().min(1),
    /** Left out, the broker's default exchange; then the routing key names the queue. */
    exchange: z.string().max(127).default(''),
    /** Left out, the event's type, such as `countersign.effect.applied`. */
    routingKey: z.string().min(1).max(255).optional(),
    types: Types,
  })
  .refine(({ security, host }) => security === 'tls' || loopback.includes(host), {
    path: ['security'],
    message: 'only a broker on this machine is spoken to without TLS',
  })
  .refine(({ exchange, routingKey }) => exchange !== '' || routingKey !== undefined, {
    path: ['routingKey'],
    message: 'the default exchange needs the name of a queue as routing key',
  });

const names = z.string().regex(/^[a-z][a-z0-9-]*$/);

/** Who is told of predictions, proposals, decisions and results. */
export const OutboundConfig = z
  .strictObject({
    /** The CloudEvents source: which installation says this. */
    source: z.string().min(1).max(200).default('urn:countersign'),
    webhooks: z.record(names, Webhook).default({}),
    brokers: z.record(names, Broker).default({}),
    /** `host:port` of receivers that live in one's own network; every other has a public address and TLS. */
    privateHosts: z.array(z.string()).default([]),
    /** A certificate authority of one's own, as PEM. */
    ca: z.string().optional(),
    /** A delivery is given up after so many attempts; the waits grow from 5 s to 6 h, so that ten are about a day. */
    maxAttempts: z.number().int().min(1).max(50).default(10),
  })
  .refine(({ webhooks, brokers }) => Object.keys(brokers).every((name) => !(name in webhooks)), {
    path: ['brokers'],
    message: 'a webhook has the same name',
  })
  .prefault({});
export type OutboundConfig = z.infer<typeof OutboundConfig>;

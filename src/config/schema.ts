import { z } from 'zod';
import { ChannelsConfig } from './channels.ts';
import { OutboundConfig } from './outbound.ts';
import { environments } from '../contracts/model-store.ts';
import { phases } from '../contracts/authoring.ts';
import { PromotionThresholds } from '../contracts/phases.ts';
import { PrivacyConfig } from '../contracts/privacy-policy.ts';
import { RoleDefinition } from '../contracts/principal.ts';

/** How a webhook of this connection is checked: an API key in a header, or an HMAC over the raw body. */
const HookAuth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key') }),
  z.strictObject({
    kind: z.literal('hmac-sha256'),
    secret: z.string().min(16),
    header: z.string().toLowerCase().default('x-signature'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    prefix: z.string().default(''),
    /** Header with the sender's time (Unix seconds); signed as `time.body` and refused when more than 5 min off. */
    timestampHeader: z.string().toLowerCase().optional(),
  }),
]);

/** Paths with dots and the values they must hold, any of them; an empty list asks that there is anything. */
const Match = z.record(z.string(), z.array(z.string()));

/** Which fields of a payload make a business event. Values are paths with dots: `order.id`; a list of ids makes an event each. */
const HookRule = z.strictObject({
  when: Match.optional(),
  type: z.string().default('sales-order.changed'),
  record: z.strictObject({ type: z.string(), id: z.string() }),
  /** The sender's own event id, when it has one. */
  eventId: z.string().optional(),
  occurredAt: z.string().optional(),
  hint: z.record(z.string(), z.string()).default({}),
});

const HookMapping = z.union([
  HookRule.extend({ auth: HookAuth.default({ kind: 'key' }) }),
  z.strictObject({
    auth: HookAuth.default({ kind: 'key' }),
    /** Payloads that only tell what this installation itself has written start nothing. */
    ignore: Match.optional(),
    /** The first rule whose `when` fits maps the payload. */
    rules: z.array(HookRule).min(1).max(50),
  }),
]);
export type HookMapping = z.infer<typeof HookMapping>;

/** Vendor settings pass through; each connector checks its own. */
const ConnectionConfig = z.looseObject({ vendor: z.string(), hook: HookMapping.optional() });
export type ConnectionConfig = z.infer<typeof ConnectionConfig>;

const ModelRole = z.strictObject({
  provider: z.enum(['narrator', 'openai', 'ollama']).default('narrator'),
  model: z.string().default('countersign-narrator'),
  baseUrl: z.url().optional(),
  apiKey: z.string().optional(),
  timeoutMs: z.number().int().positive().default(30_000),
});

const Person = z.strictObject({
  name: z.string(),
  roles: z.array(z.string()),
  /** This person's user name in a connected system: what they change there they may not approve here. */
  users: z.record(z.string(), z.string()).default({}),
  /** By which a channel may find who somebody is, where it is allowed to. */
  email: z.email().optional(),
  /** Lends all roles to somebody while away. Days, inclusive, in UTC. */
  delegations: z.array(z.strictObject({ to: z.string(), from: z.iso.date(), until: z.iso.date() })).default([]),
});

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const timeZone = () => z.string().refine(isTimeZone, 'not an IANA time zone');

const dayMs = 86_400_000;

export const Config = z.strictObject({
  dataDir: z.string().default('.countersign'),
  /** Outside the data folder on purpose: a copy of the data alone opens nothing and proves nothing. */
  keyDir: z.string().default('.countersign-keys'),
  http: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(4100),
      bodyLimitBytes: z.number().int().positive().default(1_048_576),
      depthLimit: z.number().int().positive().default(64),
      /** Where people reach the console; links in messages lead there. */
      publicUrl: z.url({ protocol: /^https?$/ }).optional(),
    })
    .prefault({}),
  /** What "Friday" and "today" mean to people here: an IANA name such as Europe/Berlin. */
  timeZone: timeZone().default('UTC'),
  /** The built-in ERP and CRM. On when no connection is configured. */
  sandbox: z
    .strictObject({
      enabled: z.boolean().optional(),
      seed: z.number().int().default(1),
      size: z.number().int().min(1).max(5000).default(25),
      /** Taken when free, otherwise any other. */
      port: z.number().int().min(0).max(65_535).default(4101),
    })
    .prefault({}),
  connections: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), ConnectionConfig).default({}),
  /** What conversations may tell others of: hosts for webhooks, and the secret they are signed with (`whsec_…`). */
  conversations: z
    .strictObject({
      webhooks: z.strictObject({ hosts: z.array(z.string()).default([]), secret: z.string().min(24).optional() }).prefault({}),
    })
    .prefault({}),
  outbound: OutboundConfig,
  channels: ChannelsConfig,
  /** Numeric models: which environment's champions answer here. */
  predictions: z
    .strictObject({
      environment: z.enum(environments).default('production'),
      /** Where a record is read that is asked about by its id; the connected systems, or in sandbox mode its made-up past. */
      source: z.enum(['systems', 'sandbox']).optional(),
      /** Each answer is copied into the ERP's decision-audit table, where the connection has one. Off, the log waits. */
      decisionAudit: z.boolean().default(true),
      /** Hosts (`host` or `host:port`) that models served elsewhere may be asked at, with the value of their Authorization header. */
      endpoints: z.record(z.string(), z.strictObject({ authorization: z.string().optional() })).default({}),
      /** When models are trained again. A version made by it is tried as shadow and never used by itself. */
      retrain: z
        .strictObject({
          /** The server looks so often by itself. Absent: it does not; setting it is the consent to trials as shadow. */
          everyHours: z.number().min(0.25).max(500).optional(),
          /** What is older is trained again once there are new labelled moments. */
          maxAgeDays: z.number().int().min(1).max(3650).default(90),
          /** Nothing is trained again sooner than this after the last training. */
          restDays: z.number().int().min(0).max(3650).default(7),
          /** Folder of history that is read first; the sandbox has its own. Without it models learn from what was read in by command. */
          history: z.string().optional(),
          /** By model. `never` leaves a model out of looks by schedule. */
          models: z
            .record(
              z.string(),
              z.strictObject({
                maxAgeDays: z.number().int().min(1).max(3650).optional(),
                restDays: z.number().int().min(0).max(3650).optional(),
                never: z.boolean().default(false),
              }),
            )
            .default({}),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Which label of prompts this installation reads. */
  prompts: z.strictObject({ label: z.enum(['production', 'uat']).default('production') }).prefault({}),
  /** Which connection plays which part. */
  systems: z.record(z.string(), z.string()).default({}),
  models: z
    .strictObject({
      planner: ModelRole.prefault({}),
      narrator: ModelRole.prefault({}),
      judge: ModelRole.prefault({}),
      /** Price per million tokens in millionths of the budget's currency, by model name. */
      prices: z.record(z.string(), z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() })).default({}),
      budget: z
        .strictObject({ perDayMicros: z.number().int().positive().optional(), perRunTokens: z.number().int().positive().optional() })
        .prefault({}),
    })
    .prefault({}),
  privacy: PrivacyConfig.prefault({}),
  roles: z.record(z.string(), RoleDefinition).default({}),
  people: z.record(z.string().regex(/^[a-z][a-z0-9._-]*$/), Person).default({}),
  workflows: z
    .record(
      z.string(),
      z.strictObject({
        phase: z.enum(phases).optional(),
        mapping: z.record(z.string(), z.json()).default({}),
        /** Instead of the workflow's own: minute, hour, day, month and weekday (`0 5 * * 1-5`), or `never`. */
        schedule: z.union([z.string(), z.strictObject({ cron: z.string(), timeZone: timeZone().optional() })]).optional(),
      }),
    )
    .default({}),
  /** What evidence must show before a wider phase may be asked for. */
  promotion: PromotionThresholds.prefault({}),
  assistedRole: z.string().default('controller'),
  worker: z
    .strictObject({
      concurrency: z.number().int().min(1).max(256).default(16),
      leaseMs: z.number().int().min(1000).default(15_000),
      maxRecoveries: z.number().int().min(0).default(5),
      runTimeoutMs: z.number().int().positive().default(120_000),
    })
    .prefault({}),
  retention: z
    .strictObject({
      eventsMs: z
        .number()
        .int()
        .positive()
        .default(90 * dayMs),
      runsMs: z
        .number()
        .int()
        .positive()
        .default(400 * dayMs),
      egressMs: z
        .number()
        .int()
        .positive()
        .default(90 * dayMs),
      vaultMs: z
        .number()
        .int()
        .positive()
        .default(180 * dayMs),
    })
    .prefault({}),
  audit: z.strictObject({ headsFile: z.string().optional() }).prefault({}),
  telemetry: z
    .strictObject({
      /** Default info; warn where a person watches. */ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
      allowLangSmith: z.boolean().default(false),
      /** Where traces go, as OTLP over HTTP with JSON. Absent: none are made. */
      otlp: z.strictObject({ endpoint: z.url({ protocol: /^https?$/ }), headers: z.record(z.string(), z.string()).default({}) }).optional(),
    })
    .prefault({}),
  /** Module with this installation's own content; a .ts file works too. */
  content: z.string().optional(),
});
export type Config = z.infer<typeof Config>;

import { z } from 'zod';

/** Who asks. `id` is `person:…` or `service:…`; roles come from config, re-read at decision time. */
export type Principal = { readonly id: string; readonly name: string; readonly roles: readonly string[] };

/** What a role may do. Anything not named is denied. */
export const permissions = [
  'events.send',
  'runs.read',
  'runs.start',
  'runs.cancel',
  'approvals.read',
  'approvals.decide',
  'exceptions.read',
  'exceptions.handle',
  'effects.read',
  'audit.read',
  'egress.read',
  'keys.manage',
  'workflows.read',
  'workflows.manage',
  'values.reveal',
  'values.erase',
  'metrics.read',
  'texts.redact',
  'assistant.use',
  'assistant.manage',
  'prompts.read',
  'prompts.label',
  'models.read',
  'models.predict',
  'models.report',
  'models.train',
  'models.deploy',
  'models.approve',
] as const;
export type Permission = (typeof permissions)[number];

export const RoleDefinition = z.object({
  may: z.array(z.enum(permissions)),
  /** Up to this amount the role may approve; absent means no limit, per currency. */
  approveUpTo: z.record(z.string(), z.string()).optional(),
  /** Tools the role's agents may use; `*` for all. */
  tools: z.array(z.string()).default(['*']),
});
export type RoleDefinition = z.infer<typeof RoleDefinition>;

import type { RoleDefinition } from '../contracts/principal.ts';

const look = [
  'runs.read',
  'approvals.read',
  'exceptions.read',
  'effects.read',
  'workflows.read',
  'texts.redact',
  'prompts.read',
  'models.read',
] as const;

/** What an installation starts with; a role of the same name in the config replaces it. */
export const defaultRoles: Readonly<Record<string, RoleDefinition>> = {
  /** A connected system: hands in events and outcomes, asks numeric models. */
  source: { may: ['events.send', 'models.predict', 'models.report'], tools: ['*'] },
  operations: {
    may: [...look, 'assistant.use', 'runs.start', 'runs.cancel', 'exceptions.handle', 'events.send', 'models.predict', 'models.report'],
    tools: ['*'],
  },
  controller: {
    may: [
      ...look,
      'assistant.use',
      'approvals.decide',
      'values.reveal',
      'audit.read',
      'egress.read',
      'prompts.label',
      'models.predict',
      'models.approve',
    ],
    tools: ['*'],
  },
  /** Trains models and asks for their use; never says yes to it. */
  modeller: { may: [...look, 'models.predict', 'models.report', 'models.train', 'models.deploy'], tools: ['*'] },
  auditor: { may: [...look, 'audit.read', 'egress.read', 'metrics.read'], tools: [] },
  admin: {
    may: [
      ...look,
      'assistant.use',
      'assistant.manage',
      'approvals.decide',
      'runs.start',
      'runs.cancel',
      'exceptions.handle',
      'audit.read',
      'egress.read',
      'keys.manage',
      'values.erase',
      'workflows.manage',
      'prompts.label',
      'metrics.read',
      'events.send',
      'models.predict',
      'models.report',
      'models.train',
      'models.deploy',
      'models.approve',
    ],
    tools: ['*'],
  },
};

import type { RoleDefinition } from '../contracts/principal.ts';

const look = ['runs.read', 'approvals.read', 'exceptions.read', 'effects.read', 'workflows.read', 'texts.redact'] as const;

/** What an installation starts with; a role of the same name in the config replaces it. */
export const defaultRoles: Readonly<Record<string, RoleDefinition>> = {
  /** A connected system: hands in events and nothing else. */
  source: { may: ['events.send'], tools: ['*'] },
  operations: { may: [...look, 'assistant.use', 'runs.start', 'runs.cancel', 'exceptions.handle', 'events.send'], tools: ['*'] },
  controller: { may: [...look, 'assistant.use', 'approvals.decide', 'values.reveal', 'audit.read', 'egress.read'], tools: ['*'] },
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
      'metrics.read',
      'events.send',
    ],
    tools: ['*'],
  },
};

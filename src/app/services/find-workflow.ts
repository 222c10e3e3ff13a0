import { ruleNames } from '../../approvals/policy.ts';
import type { Policy, Workflow } from '../../contracts/authoring.ts';
import { CountersignError } from '../../contracts/errors.ts';
import type { Core } from '../core.ts';

export function loadWorkflow(core: Core, id: string): Workflow {
  const workflow = core.workflow(id);
  if (!workflow) throw new CountersignError('resource.not_found', `There is no workflow ${id}`, { field: 'id' });
  return workflow;
}

export function refuseUnknownRule(policy: Policy, rule: string | undefined): void {
  const known = ruleNames(policy);
  if (rule !== undefined && !known.includes(rule))
    throw new CountersignError('input.invalid', `The policy has no rule ${rule}; it has ${known.join(', ')}`, { field: 'rule' });
}

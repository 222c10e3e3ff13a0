import { CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import { accept, type Accepted } from '../../events/intake.ts';
import type { Core } from '../core.ts';
import { authorise } from './authorise.ts';

export type Wanted = {
  readonly workflow: string;
  readonly record: string;
  readonly source: 'command' | 'assistant';
  readonly chat?: string;
};

/** Starts a workflow by name on a record, as the person who asks for it. */
export async function startRun(core: Core, { workflow: id, record, source, chat }: Wanted, by: Principal): Promise<Accepted> {
  authorise(core.roles, by, 'runs.start');
  const workflow = core.workflow(id);
  if (!workflow) throw new CountersignError('resource.not_found', `There is no workflow ${id}`, { field: 'workflow' });
  const trigger = workflow.triggers.find((each) => each.on === 'event');
  const poll = workflow.triggers.find((each) => each.on === 'poll');
  if (!trigger) throw new CountersignError('input.invalid', `Workflow ${id} cannot be started on a record`, { field: 'workflow' });
  const connection = core.flow.connection(workflow.recordSystem ?? poll?.connection ?? 'erp').name;
  const hint = chat === undefined ? {} : { chat };
  const about = { connection, type: workflow.recordType, id: record };
  return accept(intakeOf(core, id), { source, type: trigger.types[0] ?? '', record: about, hint }, by.id, undefined);
}

/** Who starts a workflow by name starts it alone, and none of the others that listen to the same change. */
export const intakeOf = (core: Core, workflowId: string): Core['intake'] => ({
  ...core.intake,
  workflows: () => core.intake.workflows().filter(({ workflow }) => workflow.id === workflowId),
});

import { Argument, type Command } from 'commander';
import { phases } from '../../contracts/authoring.ts';
import type { Page, WorkflowView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';

type Reasoned = { reason: string; json?: boolean };

export function workflowCommands(program: Command, cli: Cli): void {
  const workflows = program.command('workflows').description('what runs, and how far it may go on its own');
  remoteOptions(workflows.command('list'))
    .description('workflows with their phase, triggers and tools')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<WorkflowView>>('/v1/workflows');
      return options.json ? cli.json(page) : cli.list(page, columns, 'no workflows: the content registers none');
    });
  const told = (view: WorkflowView, json: boolean | undefined): void =>
    json
      ? cli.json(view)
      : cli.line(
          `workflow ${safeLine(view.id)} is ${safeLine(view.phase)}${view.paused ? ' and paused: events are kept, nothing runs' : ''}`,
        );
  remoteOptions(workflows.command('phase'))
    .description('read-only proposes and stops; assisted asks a person for every write; automatic writes what policy allows')
    .argument('<id>')
    .addArgument(new Argument('<phase>').choices(phases))
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action(async (id: string, phase: string, options: Reasoned, command: Command) =>
      told(await cli.remote(command).send('PUT', path`/v1/workflows/${id}/phase`, { phase, reason: options.reason }), options.json),
    );
  for (const [name, paused, about] of [
    ['pause', true, 'hold a workflow; events are kept'],
    ['resume', false, 'let it run again'],
  ] as const) {
    remoteOptions(workflows.command(name))
      .description(about)
      .argument('<id>')
      .requiredOption('--reason <text>', 'why; it goes to the audit log')
      .action(async (id: string, options: Reasoned, command: Command) =>
        told(await cli.remote(command).send('PUT', path`/v1/workflows/${id}/paused`, { paused, reason: options.reason }), options.json),
      );
  }
}

const missing = (view: WorkflowView): string =>
  view.tools
    .filter((tool) => !tool.offered)
    .map((tool) => `${tool.id}${tool.missing === undefined ? '' : ` (needs ${tool.missing})`}`)
    .join(', ');

const columns = [
  { head: 'id', value: (view: WorkflowView) => view.id, keep: true },
  { head: 'version', value: (view: WorkflowView) => view.version },
  { head: 'phase', value: (view: WorkflowView) => `${view.phase}${view.paused ? ', paused' : ''}`, keep: true },
  { head: 'policy', value: (view: WorkflowView) => view.policyVersion },
  { head: 'starts on', value: (view: WorkflowView) => view.triggers.join(', ') },
  { head: 'tools', value: (view: WorkflowView) => `${view.tools.filter((tool) => tool.offered).length}/${view.tools.length}`, keep: true },
  { head: 'not offered', value: missing },
];

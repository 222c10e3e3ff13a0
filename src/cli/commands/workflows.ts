import { Argument, Option, type Command } from 'commander';
import { phases } from '../../contracts/authoring.ts';
import { promotionStatuses, type Promotion, type PromotionEvidence } from '../../contracts/phases.ts';
import type { Page, PauseView, WorkflowDetail, WorkflowView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { usage } from '../failure.ts';
import { safeLine } from '../render/safe.ts';

type Reasoned = { reason: string; json?: boolean };
type Scoped = Reasoned & { rule?: string };

export function workflowCommands(program: Command, cli: Cli): void {
  const workflows = program.command('workflows').description('what runs, and how far it may go on its own');
  remoteOptions(workflows.command('list'))
    .description('workflows with their phase, triggers and tools')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<WorkflowView>>('/v1/workflows');
      return options.json ? cli.json(page) : cli.list(page, columns, 'no workflows: the content registers none');
    });
  remoteOptions(workflows.command('show'))
    .description('one workflow: its rules, what is on record for its next phase, and who asked for it')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const detail = await cli.remote(command).get<WorkflowDetail>(path`/v1/workflows/${id}`);
      return options.json ? cli.json(detail) : show(cli, detail);
    });
  stopCommands(workflows, cli);
  promotionCommands(workflows, cli);
}

function stopCommands(workflows: Command, cli: Cli): void {
  for (const [name, paused, about] of [
    ['pause', true, 'stop new writes within a second; events are kept, runs wait'],
    ['resume', false, 'let it run again; what waited goes on'],
  ] as const) {
    remoteOptions(workflows.command(name))
      .description(about)
      .argument('[id]')
      .option('--all', 'every workflow')
      .requiredOption('--reason <text>', 'why; it goes to the audit log')
      .action(async (id: string | undefined, options: Reasoned & { all?: boolean }, command: Command) => {
        if ((id === undefined) === (options.all === undefined)) throw usage('name a workflow, or say --all', 'id');
        const { reason, json } = options;
        const remote = cli.remote(command);
        if (id !== undefined) return told(cli, await remote.send('PUT', path`/v1/workflows/${id}/paused`, { paused, reason }), json);
        const after = await remote.send<PauseView>('POST', `/v1/workflows/${name}`, { reason });
        return json
          ? cli.json(after)
          : cli.line(paused ? 'every workflow is paused: nothing is written, nothing is lost' : 'the stop is over');
      });
  }
  scoped(workflows.command('demote'))
    .description('a narrower phase, at once: read-only proposes and stops, assisted asks a person for every write')
    .argument('<id>')
    .addArgument(new Argument('<phase>').choices(phases))
    .action(async (id: string, to: string, { json, ...rest }: Scoped, command: Command) =>
      told(cli, await cli.remote(command).send('PUT', path`/v1/workflows/${id}/phase`, change(to, rest)), json),
    );
}

function promotionCommands(workflows: Command, cli: Cli): void {
  scoped(workflows.command('promote'))
    .description('ask for a wider phase, with what is on record; another person confirms it')
    .argument('<id>')
    .addArgument(new Argument('<phase>').choices(phases))
    .action(async (id: string, to: string, { json, ...rest }: Scoped, command: Command) => {
      const asked = await cli.remote(command).send<Promotion>('POST', path`/v1/workflows/${id}/promotions`, change(to, rest));
      if (json) return cli.json(asked);
      evidenceLines(cli, asked.evidence);
      return cli.line(
        `asked as ${safeLine(asked.id)}; another person confirms it: countersign workflows confirm ${safeLine(asked.id)} --reason …`,
      );
    });
  for (const [name, about] of [
    ['confirm', 'say yes to a request of somebody else'],
    ['refuse', 'say no to a request'],
    ['withdraw', 'take your own request back'],
  ] as const) {
    remoteOptions(workflows.command(name))
      .description(about)
      .argument('<request>')
      .requiredOption('--reason <text>', 'why; it goes to the audit log')
      .action(async (request: string, { reason, json }: Reasoned, command: Command) => {
        const after = await cli.remote(command).send<Promotion>('POST', path`/v1/promotions/${request}`, { verdict: name, reason });
        return json
          ? cli.json(after)
          : cli.line(
              `request ${safeLine(after.id)} is ${after.status}${after.status === 'confirmed' ? `: ${scope(after)} is ${after.to}` : ''}`,
            );
      });
  }
  pageOptions(workflows.command('requests'))
    .description('requests for a wider phase, newest first')
    .addOption(new Option('--status <status>', 'only those').choices(promotionStatuses))
    .action(async ({ json, limit, ...query }: PageOptions & { status?: string }, command: Command) => {
      const page = await cli.remote(command).pages<Promotion>('/v1/promotions', query, limit);
      return json ? cli.json(page) : cli.list(page, requestColumns, 'nobody asks for a wider phase');
    });
}

function scoped(command: Command): Command {
  return remoteOptions(command)
    .option('--rule <name>', 'of one rule of its policy only; never wider than the workflow')
    .requiredOption('--reason <text>', 'why; it goes to the audit log');
}

const change = (to: string, { rule, reason }: { rule?: string; reason: string }) => ({
  to,
  reason,
  ...(rule === undefined ? {} : { rule }),
});

function told(cli: Cli, view: WorkflowView, json: boolean | undefined): void {
  if (json) return cli.json(view);
  return cli.line(
    `workflow ${safeLine(view.id)} is ${safeLine(view.phase)}${view.paused ? ' and paused: events are kept, nothing runs' : ''}`,
  );
}

function show(cli: Cli, { workflow, evidence, promotions }: WorkflowDetail): void {
  told(cli, workflow, false);
  for (const trigger of workflow.triggers) cli.line(`starts on ${safeLine(trigger)}`);
  cli.list({ items: workflow.rules, next: null }, ruleColumns, 'its policy has no rules');
  if (evidence) evidenceLines(cli, evidence);
  if (promotions.length > 0) cli.list({ items: promotions, next: null }, requestColumns, '');
}

const share = (value: number | null): string => (value === null ? '-' : `${(value * 100).toFixed(1)} %`);

function evidenceLines(cli: Cli, evidence: PromotionEvidence): void {
  const { seen, decided, unchanged, edited, rejected, undecided, effects, openExceptions } = evidence;
  cli.line(
    `on record since ${cli.minute(evidence.since)}, version ${safeLine(evidence.version)}: ${seen} cases${evidence.isCapped ? ' (the newest)' : ''}`,
  );
  if (evidence.firstCaseAt !== undefined) cli.line(`  from ${cli.minute(evidence.firstCaseAt)} to ${cli.minute(evidence.lastCaseAt)}`);
  cli.line(
    `  people decided ${decided}: ${unchanged} approved unchanged (${share(evidence.agreement)}), ${edited} edited, ${rejected} rejected; ${undecided} not decided`,
  );
  cli.line(
    `  writes: ${effects.applied} applied, ${effects.refused} refused, ${effects.inDoubt} in doubt; open exceptions: ${openExceptions}`,
  );
  if (evidence.report) {
    const { comparedAt, differences } = evidence.report;
    cli.line(`  both systems compared ${cli.minute(comparedAt)}: ${differences === 0 ? 'they agree' : `${differences} differences`}`);
  }
  for (const blocker of evidence.blockers) cli.line(`  stands in the way: ${safeLine(blocker)}`);
}

const scope = (promotion: Promotion): string =>
  safeLine(promotion.rule === undefined ? promotion.workflow : `${promotion.workflow}, rule ${promotion.rule}`);

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

type Rule = WorkflowView['rules'][number];
const ruleColumns = [
  { head: 'rule', value: (rule: Rule) => rule.name, keep: true },
  { head: 'says', value: (rule: Rule) => rule.effect },
  { head: 'phase', value: (rule: Rule) => rule.phase, keep: true },
];

const requestColumns = [
  { head: 'request', value: (each: Promotion) => each.id, keep: true },
  { head: 'of', value: scope },
  { head: 'change', value: (each: Promotion) => `${each.from} → ${each.to}`, keep: true },
  { head: 'asked by', value: (each: Promotion) => each.askedBy },
  {
    head: 'status',
    value: (each: Promotion) => `${each.status}${each.decidedBy === undefined ? '' : ` by ${each.decidedBy}`}`,
    keep: true,
  },
];

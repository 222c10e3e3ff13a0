import { Argument, Option, type Command } from 'commander';
import type { PromptAlert, PromptFigures } from '../../contracts/prompt-metrics.ts';
import { promptLabels, type PromptLabels, type PromptReport, type PromptView } from '../../contracts/prompts.ts';
import type { Page } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { safeLine, safeText } from '../render/safe.ts';
import { table, type Column } from '../render/table.ts';

type Files = { folder?: string; json?: boolean };

export function promptCommands(program: Command, cli: Cli): void {
  const prompts = program.command('prompts').description('what is said to models and customers, by version');
  lookCommands(prompts, cli);
  labelCommands(prompts, cli);
  fileCommands(prompts, cli);
}

function lookCommands(prompts: Command, cli: Cli): void {
  remoteOptions(prompts.command('list'))
    .description('prompts with the version that speaks, the one in the folder, and labels')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<PromptView>>('/v1/prompts');
      return options.json ? cli.json(page) : cli.list(page, columns, 'no prompts: the content has none');
    });
  remoteOptions(prompts.command('show'))
    .description('versions, labels and the text of one prompt')
    .argument('<id>')
    .option('--version <version>', 'the text of this version instead of the one that speaks')
    .action(async (id: string, options: { version?: string; json?: boolean }, command: Command) => {
      const remote = cli.remote(command);
      const view = await remote.get<PromptReport>(path`/v1/prompts/${id}`);
      const query = options.version === undefined ? '' : `?version=${encodeURIComponent(options.version)}`;
      const text = await remote.get<{ version: string; source: string }>(`${path`/v1/prompts/${id}/text`}${query}`);
      if (options.json) return cli.json({ ...view, text });
      cli.line(`${cli.paint.bold(safeLine(view.id))} speaks ${safeLine(view.speaks)}; ${labelled(view.labels)}`);
      cli.deps.terminal.out(
        table(
          view.versions,
          [
            { head: 'version', value: (row) => row.version, keep: true },
            { head: 'hash', value: (row) => row.hash.slice(0, 12) },
            { head: 'released', value: (row) => (row.isReleased ? 'yes' : 'not yet') },
          ],
          cli.columns,
          cli.paint,
        ),
      );
      showFigures(view, cli);
      return cli.line(`\n${safeLine(text.version)}:\n${safeText(text.source)}`);
    });
}

const percent = (count: number, of: number): string => (of === 0 ? '-' : `${Math.round((count / of) * 100)} %`);

const figures: readonly Column<PromptFigures>[] = [
  { head: 'version', value: (row) => row.version, keep: true },
  { head: 'uses', value: (row) => row.uses, right: true },
  { head: 'approved', value: (row) => percent(row.approved, row.decided), right: true },
  { head: 'edited', value: (row) => percent(row.edited, row.decided), right: true },
  { head: 'by', value: (row) => percent(row.meanEditDistance, 1), right: true },
  { head: 'unfaithful', value: (row) => percent(row.unfaithful, row.uses), right: true },
  { head: 'fallback', value: (row) => percent(row.fallbacks, row.uses), right: true },
  { head: 'cost', value: (row) => (row.costMicros / 1_000_000).toFixed(4), right: true },
  { head: 'ms', value: (row) => Math.round(row.meanLatencyMs), right: true },
];
const worse: Readonly<Record<PromptAlert['measure'], string>> = {
  approval: 'is approved less often',
  edits: 'is edited more often',
  faithfulness: 'says more often what its facts do not say',
  fallbacks: 'gives way to the narrator more often',
};

function showFigures({ id, figures: rows, alerts }: PromptReport, cli: Cli): void {
  if (rows.length > 0) cli.deps.terminal.out(`\n${table(rows, figures, cli.columns, cli.paint)}`);
  for (const { measure, version, before, now, was, rollback } of alerts)
    cli.line(
      cli.paint.red(safeLine(`${version} ${worse[measure]} than ${before}: ${now.count} of ${now.of}, before ${was.count} of ${was.of}`)) +
        `\n  ${cli.deps.program ?? 'countersign'} prompts rollback ${safeLine(id)} --label ${rollback.label} --reason …   goes back to ${safeLine(rollback.to)}`,
    );
}

function labelCommands(prompts: Command, cli: Cli): void {
  const told = (view: PromptView, json: boolean | undefined): void =>
    json ? cli.json(view) : cli.line(`${safeLine(view.id)} speaks ${safeLine(view.speaks)}; ${labelled(view.labels)}`);
  remoteOptions(prompts.command('label'))
    .description('point a label to a released version; it counts from the next text on')
    .argument('<id>')
    .addArgument(new Argument('<label>').choices(promptLabels))
    .argument('<version>')
    .option('--percent <share>', 'of threads, for the canary; 0 ends it', Number)
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action(
      async (
        id: string,
        label: string,
        version: string,
        options: { percent?: number; reason: string; json?: boolean },
        command: Command,
      ) => {
        const { percent, reason } = options;
        told(await cli.remote(command).send('PUT', path`/v1/prompts/${id}/labels/${label}`, { version, percent, reason }), options.json);
      },
    );
  remoteOptions(prompts.command('rollback'))
    .description('point a label back to the version before')
    .argument('<id>')
    .addOption(new Option('--label <label>').choices(['production', 'uat']).default('production'))
    .requiredOption('--reason <text>', 'why; it goes to the audit log')
    .action(async (id: string, { label, reason, json }: { label: string; reason: string; json?: boolean }, command: Command) =>
      told(await cli.remote(command).send('POST', path`/v1/prompts/${id}/rollback`, { label, reason }), json),
    );
}

function fileCommands(prompts: Command, cli: Cli): void {
  const files = (command: Command): Command =>
    command.option('--folder <folder>', 'the prompts; ./prompts, or those of the program').option('--json', 'one JSON document');
  files(prompts.command('check'))
    .description('whether every text is the released one of its version; ends with 1 where not')
    .action(async ({ json, ...options }: Files) => {
      const found = (await cli.deps.prompts()).check(options);
      if (found.problems.length > 0) cli.exitCode = 1;
      if (json) return cli.json(found);
      for (const problem of found.problems) cli.line(`${cli.paint.red('✗')} ${safeLine(problem)}`);
      if (found.problems.length > 0) return cli.line('countersign prompts release --bump patch enters them');
      return cli.line(`${found.prompts.length} prompts, all as released`);
    });
  files(prompts.command('release'))
    .description('enter new versions in prompts.lock.json and keep their texts')
    .addOption(new Option('--bump <part>', 'give texts that changed under their version the next one').choices(['patch', 'minor', 'major']))
    .action(async ({ json, ...options }: Files & { bump?: 'patch' | 'minor' | 'major' }) => {
      const { entered } = (await cli.deps.prompts()).release(options);
      if (json) return cli.json({ entered });
      for (const { id, version, hash } of entered) cli.line(`${safeLine(id)} ${safeLine(version)} (${hash.slice(0, 12)}) is released`);
      return entered.length === 0 ? cli.line('nothing new') : undefined;
    });
  files(prompts.command('diff'))
    .description('what changed between two versions, partials included')
    .argument('<id>')
    .option('--from <version>', 'default: the version before')
    .option('--to <version>', 'default: the file in the folder')
    .action(async (id: string, { json, ...options }: Files & { from?: string; to?: string }) => {
      const { from, to, patch } = (await cli.deps.prompts()).diff({ ...options, id });
      if (json) return cli.json({ from, to, patch });
      if (patch === '') return cli.line(`${safeLine(id)} ${safeLine(from)} and ${safeLine(to)} hold the same text`);
      return cli.line(painted(safeText(patch), cli).trimEnd());
    });
}

function painted(patch: string, { paint }: Cli): string {
  return patch
    .split('\n')
    .map((line) => (line.startsWith('+') ? paint.green(line) : line.startsWith('-') ? paint.red(line) : line))
    .join('\n');
}

function labelled({ production, uat, canary }: PromptLabels): string {
  const parts = [
    ...(production === undefined ? [] : [`production ${production}`]),
    ...(uat === undefined ? [] : [`uat ${uat}`]),
    ...(canary === undefined ? [] : [`canary ${canary.version} for ${canary.percent} %`]),
  ];
  return parts.length === 0 ? 'no labels' : parts.join(', ');
}

const columns = [
  { head: 'id', value: (view: PromptView) => view.id, keep: true },
  { head: 'speaks', value: (view: PromptView) => view.speaks, keep: true },
  { head: 'in folder', value: (view: PromptView) => view.inFolder },
  { head: 'labels', value: (view: PromptView) => labelled(view.labels) },
  { head: 'languages', value: (view: PromptView) => view.locales.join(' ') },
];

import type { Command } from 'commander';
import type { Started, UpOptions } from '../../contracts/commands.ts';
import type { Cli } from '../cli.ts';
import { wholeNumber } from '../cli.ts';
import { safeLine } from '../render/safe.ts';
import { fields } from '../render/table.ts';

type Options = { config?: string; port?: number; content?: string; json?: boolean };

export function upCommand(program: Command, cli: Cli): void {
  program
    .command('up')
    .description('start the server; with nothing configured it brings a built-in ERP and CRM to try it on')
    .option('--config <file>', 'configuration file (countersign.config.yaml)')
    .option('--port <n>', 'port (4100)', wholeNumber)
    .option('--content <module>', "this installation's own tools, agents and workflows; a .ts file works too")
    .option('--json', 'print where it runs as one JSON document instead of the banner')
    .action(async (options: Options) => {
      const { json, ...given } = options;
      const local = await cli.deps.local();
      const asked: UpOptions = { ...given, quietOut: json === true, signal: cli.deps.signal };
      const started = await local.up(asked, (sentence) => cli.note(safeLine(sentence)));
      if (json) cli.json({ url: started.url, sandbox: started.sandbox ?? null });
      else cli.deps.terminal.out(banner(started, cli));
      await started.stopped;
      cli.note('stopped');
    });
}

function banner({ url, sandbox }: Started, cli: Cli): string {
  const { paint, columns } = cli;
  const head = `\n${paint.bold('Countersign')} is up at ${paint.cyan(safeLine(url))}\n\n`;
  const program = cli.deps.program ?? 'countersign';
  if (!sandbox) return `${head}See how it stands: ${program} status\n`;
  const who = fields(
    [
      ['ERP and CRM', `${sandbox.url} (built in)`],
      ...sandbox.people.map((person) => [person.name, `${person.does} · key ${person.key}`] as const),
      ['ERP', `sends events · key ${sandbox.erpKey}`],
    ],
    // A key that is broken over two lines cannot be copied.
    Math.max(columns, 160),
    paint,
  );
  const tries = sandboxTries(url, sandbox, program)
    .map((line) => `  ${line}\n`)
    .join('');
  return `${head}${who}\nOne order has gone through by itself, one waits for Carl. ${paint.dim('Try, in another terminal:')}\n${tries}\n`;
}

function sandboxTries(url: string, sandbox: NonNullable<Started['sandbox']>, program: string): string[] {
  const approver = sandbox.people.find((person) => person.name.toLowerCase().includes('carl')) ?? sandbox.people.at(-1);
  const hook = {
    order_id: 'SO-78910',
    crm_opportunity_id: '0064x00000A1b2cC',
    new_status: 'FULFILLED',
    tracking_number: '1Z999AA1234567890',
    estimated_delivery: '2024-05-20',
  };
  return [
    `export COUNTERSIGN_URL=${safeLine(url)} COUNTERSIGN_KEY=${safeLine(approver?.key ?? '')}`,
    `curl -X POST ${safeLine(url)}/hooks/erp -H 'x-api-key: ${safeLine(sandbox.erpKey)}' -H 'content-type: application/json' -d '${JSON.stringify(hook)}'`,
    `${program} runs list`,
    `${program} approvals list`,
    `${program} approvals show ID`,
    `${program} approvals decide ID --approve`,
    `${program} sandbox act ship SO-78911`,
  ];
}

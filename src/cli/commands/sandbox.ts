import type { Command } from 'commander';
import { wholeNumber, type Cli } from '../cli.ts';
import { Failure, usage } from '../failure.ts';
import { safeLine } from '../render/safe.ts';

const acts = ['confirm', 'pick', 'ship', 'deliver', 'invoice', 'pay', 'delay', 'reject', 'hold', 'release'];
const defaultSandboxUrl = 'http://127.0.0.1:4101';
const adviceOnAddress =
  'The address of the sandbox is in what `countersign up` or `countersign sandbox start` printed; give it with --sandbox-url.';

export function sandboxCommands(program: Command, cli: Cli): void {
  const sandbox = program.command('sandbox').description('the built-in ERP and CRM');
  startCommand(sandbox, cli);
  sandbox
    .command('import')
    .description("replace the company in this installation's sandbox by Northwind's; the server must be stopped")
    .requiredOption('--northwind <folder>', 'folder with the Northwind CSV files')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async (options: { northwind: string; config?: string; json?: boolean }) => {
      const { northwind, json, ...config } = options;
      const local = await cli.deps.local();
      const imported = await local.importNorthwind({ ...config, folder: northwind }, (sentence) => cli.note(safeLine(sentence)));
      if (json) return cli.json(imported);
      return cli.line(
        `imported ${imported.orders} orders, ${imported.customers} customers and ${imported.materials} materials into ERP and CRM`,
      );
    });
  actCommand(sandbox, cli);
}

type StartOptions = { config?: string; port?: number; seed?: number; size?: number; northwind?: string; json?: boolean };

function startCommand(sandbox: Command, cli: Cli): void {
  sandbox
    .command('start')
    .description('start the ERP and the CRM alone, to point something else at them')
    .option('--config <file>', 'configuration file')
    .option('--port <n>', 'port; 0 for any free one', wholeNumber)
    .option('--seed <n>', 'which company is made up (1)', wholeNumber)
    .option('--size <n>', 'how many orders it has (25)', wholeNumber)
    .option('--northwind <folder>', "Northwind's data instead of a made-up company")
    .option('--json', 'one JSON document')
    .action(async ({ json, ...options }: StartOptions) => {
      const local = await cli.deps.local();
      const started = await local.sandbox({ ...options, signal: cli.deps.signal }, (sentence) => cli.note(safeLine(sentence)));
      if (json) cli.json({ url: started.url });
      else
        cli.line(
          `The built-in ERP and CRM are at ${cli.paint.cyan(safeLine(started.url))}; ^C stops them.\nMove an order: countersign sandbox act ship SO-78911 --sandbox-url ${safeLine(started.url)}`,
        );
      await started.stopped;
    });
}

type ActOptions = { sandboxUrl?: string; days?: number; item?: string; reason?: string; notify: boolean; json?: boolean };

function actCommand(sandbox: Command, cli: Cli): void {
  sandbox
    .command('act')
    .description(`do to an order what people in the ERP do: ${acts.join(', ')}`)
    .argument('<action>', 'what happens')
    .argument('<order>', 'sales order, such as SO-78911')
    .option('--days <n>', 'for delay: by how many days', wholeNumber)
    .option('--item <id>', 'for reject: the order item')
    .option('--reason <code>', 'for reject and hold: the reason code')
    .option('--no-notify', 'do not call the webhook')
    .option('--sandbox-url <url>', `the running sandbox (COUNTERSIGN_SANDBOX_URL, or ${defaultSandboxUrl})`)
    .option('--json', 'one JSON document')
    .action(async (action: string, order: string, options: ActOptions) => {
      if (!acts.includes(action)) throw usage(`there is no action ${action}; there are ${acts.join(', ')}`, 'action');
      const { sandboxUrl, json, ...body } = options;
      const url = sandboxUrl ?? (cli.deps.env['COUNTERSIGN_SANDBOX_URL'] || defaultSandboxUrl);
      if (!URL.canParse(url)) throw usage(`${url} is no address`, 'sandbox-url');
      const answer = await post(cli, new URL('/_sandbox/act', url), { action, order, ...body });
      if (json) return cli.json(answer);
      const told = answer.webhook?.length ? `; the webhook was answered ${answer.webhook.join(', ')}` : '';
      return cli.line(`order ${safeLine(answer.order)} is now ${safeLine(answer.status)}${told}`);
    });
}

type Acted = { order?: string; status?: string; webhook?: readonly number[]; error?: { message?: string; field?: string } };

async function post(cli: Cli, url: URL, body: unknown): Promise<Acted> {
  const { fetch, signal } = cli.deps;
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal };
  const response = await fetch(url, request).catch((cause: unknown) => {
    throw new Failure('connection.refused', `no sandbox at ${url.origin}`, { advice: adviceOnAddress, cause });
  });
  const text = await response.text();
  const answer = parsed(text);
  if (response.ok && answer) return answer;
  throw new Failure(`sandbox.${response.status}`, answer?.error?.message ?? `the sandbox answered ${response.status}`, {
    field: answer?.error?.field,
    advice: answer?.error ? undefined : adviceOnAddress,
  });
}

function parsed(text: string): Acted | undefined {
  try {
    // The sandbox's own answer; every value is made harmless where it is shown.
    return JSON.parse(text) as Acted;
  } catch {
    return undefined;
  }
}

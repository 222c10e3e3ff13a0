import { Option, type Command } from 'commander';
import { deliveryStatuses, type Delivery } from '../../contracts/outbound.ts';
import type { DeliveryView } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { safeLine } from '../render/safe.ts';

export function deliveryCommands(program: Command, cli: Cli): void {
  const deliveries = program.command('deliveries').description('what was told to others, and what came of it');
  pageOptions(deliveries.command('list'))
    .description('deliveries to webhooks, newest first')
    .addOption(new Option('--status <status>', 'only those').choices(deliveryStatuses))
    .option('--target <name>', 'of one receiver')
    .action(async ({ json, limit, ...query }: PageOptions & { status?: string; target?: string }, command: Command) => {
      const page = await cli.remote(command).pages<Delivery>('/v1/deliveries', query, limit);
      return json ? cli.json(page) : cli.list(page, columns(cli), 'nothing was told to anybody');
    });
  remoteOptions(deliveries.command('show'))
    .description('one delivery: its attempts, and the body byte for byte')
    .argument('<id>')
    .action(async (id: string, { json }: { json?: boolean }, command: Command) => {
      const view = await cli.remote(command).get<DeliveryView>(path`/v1/deliveries/${id}`);
      return json ? cli.json(view) : show(cli, view);
    });
  remoteOptions(deliveries.command('redeliver'))
    .description('send it again with the same id')
    .argument('<id>')
    .action(async (id: string, { json }: { json?: boolean }, command: Command) => {
      const after = await cli.remote(command).send<Delivery>('POST', path`/v1/deliveries/${id}/redeliver`);
      return json ? cli.json(after) : cli.line(`${safeLine(after.id)} is sent again to ${safeLine(after.target)}`);
    });
}

function show(cli: Cli, { delivery, body, log }: DeliveryView): void {
  cli.line(`${safeLine(delivery.type)} about ${safeLine(delivery.subject)} to ${safeLine(delivery.target)}: ${safeLine(delivery.status)}`);
  for (const { at, tookMs, status, problem } of log)
    cli.line(`  ${cli.time(at)}  ${status ?? 'no answer'}  ${tookMs} ms${problem === undefined ? '' : `  ${safeLine(problem)}`}`);
  cli.line(safeLine(body));
}

const columns = (cli: Cli) => [
  { head: 'id', value: (row: Delivery) => row.id, keep: true },
  { head: 'at', value: (row: Delivery) => cli.minute(row.createdAt) },
  { head: 'type', value: (row: Delivery) => row.type, keep: true },
  { head: 'about', value: (row: Delivery) => row.subject },
  { head: 'to', value: (row: Delivery) => row.target, keep: true },
  { head: 'status', value: (row: Delivery) => row.status, keep: true },
  { head: 'attempts', value: (row: Delivery) => String(row.attempts), right: true },
  { head: 'last', value: (row: Delivery) => row.lastProblem ?? (row.lastStatus === undefined ? '' : String(row.lastStatus)) },
];

import type { Command } from 'commander';
import type { KeyView, Page } from '../../contracts/services.ts';
import { path } from '../client.ts';
import { listOf, remoteOptions, type Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';

type NewKey = { principal: string; roles: string[]; config?: string; json?: boolean };

export function keyCommands(program: Command, cli: Cli): void {
  const keys = program.command('keys').description('who may use the server');
  remoteOptions(keys.command('list'))
    .description('keys, without their text')
    .action(async (options: { json?: boolean }, command: Command) => {
      const page = await cli.remote(command).get<Page<KeyView>>('/v1/keys');
      return options.json ? cli.json(page) : cli.list(page, columns(cli), 'no keys');
    });
  remoteOptions(holder(keys.command('create')))
    .description('make a key; its text is shown this once')
    .action(async (name: string, options: NewKey, command: Command) => {
      const { principal, roles } = options;
      const made = await cli.remote(command).send<{ key: string; view: KeyView }>('POST', '/v1/keys', { name, principal, roles });
      if (options.json) return cli.json(made);
      return shown(cli, made.key, made.view.id);
    });
  remoteOptions(keys.command('revoke'))
    .description('end a key at once')
    .argument('<id>')
    .action(async (id: string, options: { json?: boolean }, command: Command) => {
      const view = await cli.remote(command).send<KeyView>('DELETE', path`/v1/keys/${id}`);
      return options.json ? cli.json(view) : cli.line(`key ${safeLine(view.id)} (${safeLine(view.name)}) no longer opens anything`);
    });
  holder(keys.command('first'))
    .description('make a key in the data folder itself: how the first administrator gets in; the server must be stopped')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async (name: string, { json, ...options }: NewKey) => {
      const made = await (await cli.deps.local()).firstKey({ ...options, name });
      return json ? cli.json(made) : shown(cli, made.key, made.id);
    });
}

function holder(command: Command): Command {
  return command
    .argument('<name>', 'what the key is for')
    .requiredOption('--principal <id>', 'person:… or service:…')
    .requiredOption('--roles <roles>', 'roles, separated by commas', listOf);
}

/** The key alone on standard output, so that a script can take it; the rest beside it. */
function shown(cli: Cli, key: string, id: string): void {
  cli.note(`key ${safeLine(id)}; this is the only time it is shown`);
  cli.line(safeLine(key));
}

function columns(cli: Cli) {
  return [
    { head: 'id', value: (row: KeyView) => row.id, keep: true },
    { head: 'name', value: (row: KeyView) => row.name },
    { head: 'for', value: (row: KeyView) => row.principal },
    { head: 'roles', value: (row: KeyView) => row.roles.join(', ') },
    { head: 'made', value: (row: KeyView) => cli.minute(row.createdAt), keep: true },
    { head: 'revoked', value: (row: KeyView) => (row.revokedAt === undefined ? '' : cli.minute(row.revokedAt)) },
  ];
}

import type { Command } from 'commander';
import type { ErasureView } from '../../contracts/erasure.ts';
import { remoteOptions, type Cli } from '../cli.ts';
import { safeLine } from '../render/safe.ts';

type Options = { config?: string; json?: boolean };

export function vaultCommands(program: Command, cli: Cli): void {
  const vault = program.command('vault').description('the values behind the tokens');
  eraseCommand(vault, cli);
  keyOptions(vault.command('rotate-key'))
    .description('wrap the vault with a new installation key; the server must be stopped, and a new backup is due')
    .action(async ({ json, ...options }: Options) => {
      const done = await (await cli.deps.local()).rotateKey(options);
      if (json) return cli.json(done);
      return cli.line(`the vault has a new installation key${done.isResumed ? '; an interrupted change was finished' : ''}`);
    });
  keyOptions(vault.command('rotate-data-key'))
    .description('seal every value again under a new data key; can be stopped and goes on where it was; the server must be stopped')
    .action(async ({ json, ...options }: Options) => {
      const progress = ({ threads, blobs }: { threads: number; blobs: number }): void =>
        cli.note(`sealed again: ${threads} threads, ${blobs} raw bodies`);
      const done = await (await cli.deps.local()).rotateDataKey({ ...options, signal: cli.deps.signal }, progress);
      if (!done.isComplete) cli.exitCode = 1;
      if (json) return cli.json(done);
      return cli.line(done.isComplete ? 'every value is sealed under the new data key' : 'stopped; run it again to go on where it was');
    });
}

/** The value comes from a prompt or a pipe and never from the command line, where a shell would remember it. */
function eraseCommand(vault: Command, cli: Cli): void {
  remoteOptions(vault.command('erase'))
    .description('forget a person in all threads; the value is asked for, or read from standard input')
    .requiredOption('--reason <sentence>', 'why, for the audit log; name nobody')
    .option('--kind <kind>', 'only values of this kind, such as PERSON or EMAIL')
    .option('--yes', 'do not ask again')
    .action(async (options: { reason: string; kind?: string; yes?: boolean; json?: boolean }, command: Command) => {
      const value = (await cli.ask('Whom? A name, an e-mail address or a number as it is written: ')).trim();
      if (options.yes !== true && cli.deps.terminal.isInteractive) {
        const answer = await cli.ask('What is erased cannot be brought back. Type erase to go on: ');
        if (answer.trim() !== 'erase') return cli.line('nothing was erased');
      }
      const { kind, reason } = options;
      const done = await cli.remote(command).send<ErasureView>('POST', '/v1/erasures', { value, kind, reason });
      if (options.json) return cli.json(done);
      if (done.tokens === 0 && done.bodies === 0) return cli.line('nothing of this value is in the vault');
      return cli.line(
        `erased ${done.tokens} tokens in ${done.threads} threads and ${done.bodies} raw bodies; the audit log names it ${safeLine(done.id)}`,
      );
    });
}

function keyOptions(command: Command): Command {
  return command.option('--config <file>', 'configuration file').option('--json', 'one JSON document');
}

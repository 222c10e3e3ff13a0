import { Command, CommanderError } from 'commander';
import { createCli, type Cli, type CliDeps } from './cli.ts';
import { approvalCommands } from './commands/approvals.ts';
import { chatCommand } from './commands/chat.ts';
import { auditCommands } from './commands/audit.ts';
import { checkCommands } from './commands/check.ts';
import { effectCommands, egressCommands } from './commands/effects.ts';
import { evalCommands } from './commands/evals.ts';
import { exceptionCommands } from './commands/exceptions.ts';
import { keyCommands } from './commands/keys.ts';
import { modelCommands } from './commands/models.ts';
import { promptCommands } from './commands/prompts.ts';
import { recordCommand } from './commands/record.ts';
import { redactCommand } from './commands/redact.ts';
import { runCommand } from './commands/run.ts';
import { runCommands } from './commands/runs.ts';
import { safekeepingCommands } from './commands/safekeeping.ts';
import { sandboxCommands } from './commands/sandbox.ts';
import { statusCommand } from './commands/status.ts';
import { vaultCommands } from './commands/vault.ts';
import { upCommand } from './commands/up.ts';
import { deliveryCommands } from './commands/deliveries.ts';
import { feedbackCommands } from './commands/feedback.ts';
import { workflowCommands } from './commands/workflows.ts';
import { asFailure, renderFailure } from './failure.ts';

/**
 * Runs one command and answers its exit code: 0 done, 1 refused or failed, 2 not understood. Results go to the
 * terminal's `out`, progress and errors to `error`. Never throws and never ends the process.
 *
 * @param argv what the person typed after the program's name
 */
export async function runCli(argv: readonly string[], deps: CliDeps): Promise<number> {
  const cli = createCli(deps);
  const program = createProgram(cli);
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
    return cli.exitCode;
  } catch (thrown) {
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
    const failure = asFailure(thrown);
    deps.terminal.error(renderFailure(failure, cli.paint));
    if ((deps.env['COUNTERSIGN_DEBUG'] ?? '') !== '' && failure.cause instanceof Error)
      deps.terminal.error(`${failure.cause.stack ?? ''}\n`);
    return failure.exitCode;
  }
}

const examples = `
Examples:
  countersign up                                     server, with a built-in ERP and CRM when nothing is configured
  countersign run order-status SO-78910              one order
  countersign run order-status --since 2024-05-01    everything changed since
  countersign chat which orders are late             ask in plain words
  countersign approvals list                         what waits for a person
  countersign approvals decide ID --approve          countersign it

Exit codes: 0 done, 1 refused or failed, 2 not understood.`;

function createProgram(cli: Cli): Command {
  const { terminal } = cli.deps;
  const program = new Command('countersign');
  program
    .description('Agents do the legwork between ERP and CRM, and a person countersigns what matters.')
    .version(cli.deps.version, '-V, --version')
    .option('--url <url>', 'the server (COUNTERSIGN_URL)')
    .option('--key <key>', 'API key (COUNTERSIGN_KEY)')
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: cli.columns })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.error(text),
      getOutHelpWidth: () => cli.columns,
      getErrHelpWidth: () => cli.columns,
      outputError: (text, write) => write(text.replace(/^error: /, 'error usage: ')),
    })
    .addHelpText('after', examples);
  program.commandsGroup('Start:');
  upCommand(program, cli);
  sandboxCommands(program, cli);
  program.commandsGroup('Work:');
  chatCommand(program, cli);
  runCommand(program, cli);
  approvalCommands(program, cli);
  runCommands(program, cli);
  exceptionCommands(program, cli);
  redactCommand(program, cli);
  program.commandsGroup('Look back:');
  effectCommands(program, cli);
  auditCommands(program, cli);
  egressCommands(program, cli);
  program.commandsGroup('Operate:');
  statusCommand(program, cli);
  workflowCommands(program, cli);
  feedbackCommands(program, cli);
  deliveryCommands(program, cli);
  promptCommands(program, cli);
  evalCommands(program, cli);
  modelCommands(program, cli);
  recordCommand(program, cli);
  keyCommands(program, cli);
  vaultCommands(program, cli);
  checkCommands(program, cli);
  safekeepingCommands(program, cli);
  program.helpCommand('help [command]', 'help for one command');
  return program;
}

import { Argument, Option, type Command } from 'commander';
import type { CaseFeedback } from '../../contracts/feedback.ts';
import { feedbackKinds } from '../../contracts/model-store.ts';
import { pageOptions, remoteOptions, type Cli, type PageOptions } from '../cli.ts';
import { usage } from '../failure.ts';
import { safeLine } from '../render/safe.ts';

type Give = { proposal?: string; answer?: string; reason?: string; json?: boolean };

export function feedbackCommands(program: Command, cli: Cli): void {
  const feedback = program.command('feedback').description('what people make of proposals and answers');
  remoteOptions(feedback.command('give'))
    .description('say what you make of a proposal, or of an answer of the assistant to you')
    .addArgument(new Argument('<verdict>').choices(feedbackKinds))
    .option('--proposal <id>', 'the proposal')
    .option('--answer <run>', 'the run that answered')
    .option('--reason <text>', 'why; an edit and an override need it')
    .action(async (kind: string, { json, proposal, answer, reason }: Give, command: Command) => {
      if ((proposal === undefined) === (answer === undefined)) throw usage('say --proposal or --answer', 'proposal');
      const about = proposal === undefined ? { answer } : { proposal };
      const body = { kind, ...about, ...(reason === undefined ? {} : { reason }) };
      const given = await cli.remote(command).send<CaseFeedback>('POST', '/v1/feedback', body);
      return json
        ? cli.json(given)
        : cli.line(`${safeLine(given.kind)} on ${given.about.type} ${safeLine(given.about.id)} is kept as ${safeLine(given.id)}`);
    });
  pageOptions(feedback.command('list'))
    .description('verdicts with version and case, newest first')
    .option('--workflow <id>', 'of one workflow or assistant')
    .addOption(new Option('--kind <kind>', 'only those').choices(feedbackKinds))
    .option('--run-id <run>', 'of one run')
    .action(async ({ json, limit, ...query }: PageOptions & { workflow?: string; kind?: string; runId?: string }, command: Command) => {
      const page = await cli.remote(command).pages<CaseFeedback>('/v1/feedback', query, limit);
      return json ? cli.json(page) : cli.list(page, columns(cli), 'nobody has said anything yet');
    });
}

const columns = (cli: Cli) => [
  { head: 'id', value: (row: CaseFeedback) => row.id, keep: true },
  { head: 'at', value: (row: CaseFeedback) => cli.minute(row.at) },
  { head: 'verdict', value: (row: CaseFeedback) => row.kind, keep: true },
  { head: 'on', value: (row: CaseFeedback) => `${row.about.type} ${row.about.id}`, keep: true },
  { head: 'version', value: (row: CaseFeedback) => `${row.workflow} ${row.version}` },
  { head: 'by', value: (row: CaseFeedback) => row.by },
  { head: 'reason', value: (row: CaseFeedback) => row.reason ?? '' },
];

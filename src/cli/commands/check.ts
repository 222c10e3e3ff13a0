import type { Command } from 'commander';
import type { DoctorFinding } from '../../contracts/ports.ts';
import type { Cli } from '../cli.ts';
import { safeLine, safeText } from '../render/safe.ts';
import { fields } from '../render/table.ts';
import { wrap } from '../render/width.ts';

type Options = { config?: string; json?: boolean };
type Finding = DoctorFinding & { connection?: string };

export function checkCommands(program: Command, cli: Cli): void {
  const config = program.command('config').description('the configuration');
  config
    .command('check')
    .description('read the configuration as the server would and say what it means; exit 1 when it is not valid')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async ({ json, ...options }: Options) => {
      const checked = await (await cli.deps.local()).configCheck(options);
      if (json) return cli.json({ file: checked.file ?? null, summary: checked.summary });
      cli.line(
        `the configuration is valid (${checked.file === undefined ? 'no file: everything at its default' : safeLine(checked.file)})`,
      );
      return cli.deps.terminal.out(fields(Object.entries(checked.summary), cli.columns, cli.paint));
    });
  program
    .command('doctor')
    .description('check connections, granted and needed rights, keys, disk and clock; changes nothing')
    .option('--config <file>', 'configuration file')
    .option('--json', 'one JSON document')
    .action(async ({ json, ...options }: Options) => {
      const findings = await (await cli.deps.local()).doctor(options);
      if (findings.some((finding) => finding.level === 'fail')) cli.exitCode = 1;
      if (json) return cli.json({ items: findings, next: null });
      return show(findings, cli);
    });
}

const marks = { ok: ['ok', 'green'], warn: ['warn', 'yellow'], fail: ['FAIL', 'red'] } as const;

/** One paragraph a finding, by connection; what to do stands under it, with its own line breaks: a role is often many lines. */
function show(findings: readonly Finding[], cli: Cli): void {
  const groups = [...new Set(findings.map((finding) => finding.connection))];
  for (const group of groups) {
    cli.line(cli.paint.bold(group === undefined ? 'this installation' : safeLine(group)));
    for (const finding of findings.filter((each) => each.connection === group)) showFinding(finding, cli);
  }
  const count = (level: DoctorFinding['level']): number => findings.filter((finding) => finding.level === level).length;
  cli.line(`${count('ok')} fine, ${count('warn')} to look at, ${count('fail')} broken`);
}

function showFinding(finding: Finding, cli: Cli): void {
  const [word, colour] = marks[finding.level];
  const lines = wrap(safeText(`${finding.check}: ${finding.message}`), cli.columns - 8);
  lines.forEach((line, index) => cli.line(`  ${cli.paint[colour](index === 0 ? word.padEnd(4) : '    ')}  ${line}`));
  if (finding.fix === undefined) return;
  // A role or a permission set is many lines to copy: those are never broken.
  const text = safeText(finding.fix);
  for (const line of text.includes('\n') ? text.split('\n') : wrap(text, cli.columns - 10)) cli.line(`          ${cli.paint.cyan(line)}`);
}

import { CountersignError } from '../contracts/errors.ts';
import { safeLine } from './render/safe.ts';
import type { Paint } from './render/paint.ts';

/** Why a command could not do its work, in one sentence, and what the person at the keyboard can do about it. */
export class Failure extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly advice: string | undefined;
  readonly exitCode: 1 | 2;

  constructor(
    code: string,
    message: string,
    options: { field?: string | undefined; advice?: string | undefined; exitCode?: 1 | 2; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.field = options.field;
    this.advice = options.advice ?? adviceFor(code);
    this.exitCode = options.exitCode ?? 1;
  }
}

export function usage(message: string, field?: string): Failure {
  return new Failure('usage', message, { field, exitCode: 2 });
}

/** Anything thrown becomes a failure; what is not ours keeps its sentence, because the reader owns this machine. */
export function asFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (thrown instanceof CountersignError) return new Failure(thrown.code, thrown.message, { field: thrown.field, cause: thrown });
  return new Failure('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
}

export function renderFailure(failure: Failure, paint: Paint): string {
  return [
    `${paint.red('error')} ${safeLine(failure.code)}: ${safeLine(failure.message)}`,
    ...(failure.field === undefined ? [] : [`field: ${safeLine(failure.field)}`]),
    ...(failure.advice === undefined ? [] : [safeLine(failure.advice)]),
    '',
  ].join('\n');
}

const advice: Readonly<Record<string, string>> = {
  'auth.missing':
    'Pass a key with --key KEY or COUNTERSIGN_KEY=KEY; `countersign keys first NAME --principal person:you --roles admin` makes the first one while the server is stopped.',
  'auth.invalid': 'Pass another key with --key KEY or COUNTERSIGN_KEY=KEY; `countersign keys create` makes one.',
  'auth.forbidden': 'Ask somebody whose role allows it, or have the role added to your key.',
  'approval.stale': 'Look at what changed and decide again: countersign approvals show ID',
  'approval.closed': 'See how it ended: countersign approvals show ID',
  'approval.not_allowed': 'See who may decide: countersign approvals show ID',
  'service.draining': 'The server is stopping; try again when it is back.',
  'config.locked': 'Stop the server that uses this data folder first.',
  'audit.broken': 'Keep a copy of the data folder and run: countersign audit verify',
};

function adviceFor(code: string): string | undefined {
  return advice[code];
}

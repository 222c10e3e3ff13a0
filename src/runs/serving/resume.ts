import { CountersignError } from '../../contracts/errors.ts';
import type { ParkedInterrupt, ServedGraph, ServedRun } from '../../contracts/served.ts';
import type { GraphCommand } from '../../contracts/serving.ts';
import { parkedIn, type Snapshot } from './drivable.ts';

const interruptId = /^[0-9a-f]{32}$/;

/** A map of interrupt ids, as opposed to an answer that happens to be an object. */
export function isIdMap(resume: unknown): resume is Readonly<Record<string, unknown>> {
  if (typeof resume !== 'object' || resume === null || Array.isArray(resume)) return false;
  const keys = Object.keys(resume);
  return keys.length > 0 && keys.every((key) => interruptId.test(key));
}

/**
 * A client's command, checked against what the thread waits for. LangGraph itself would answer every pending interrupt with
 * one scalar, ignore an id that is gone, and take a resume after the end without a word.
 */
export async function checkedCommand(served: ServedGraph, run: ServedRun, command: GraphCommand, state: Snapshot): Promise<GraphCommand> {
  const parked = parkedIn(state);
  const changes = command.update !== undefined || (command.goto !== undefined && command.goto.length > 0);
  if (changes && served.hooks.decide && parked.length > 0)
    throw new CountersignError('approval.not_allowed', 'The thread waits for a decision; it cannot be led around it', { field: 'command' });
  const update = command.update === undefined ? {} : { update: await served.hooks.enter(run, asMembers(command.update)) };
  const rest = { ...update, ...(command.goto === undefined ? {} : { goto: command.goto }) };
  if (command.resume === undefined) return rest;
  checkResume(command.resume, parked, state.next);
  if (parked.length === 0) return { ...rest, resume: command.resume };
  if (served.hooks.decide) return { ...rest, resume: await served.hooks.decide(run, parked, command.resume) };
  if (isIdMap(command.resume)) return { ...rest, resume: command.resume };
  // Always as a map: LangGraph takes a bare false, 0 or '' for nothing.
  return { ...rest, resume: Object.fromEntries(parked.map((each) => [each.id, command.resume])) };
}

function checkResume(resume: unknown, parked: readonly ParkedInterrupt[], next: readonly string[]): void {
  if (parked.length === 0 && next.length === 0)
    throw new CountersignError('run.not_resumable', 'The thread waits for nothing that could be answered', { field: 'command.resume' });
  if (isIdMap(resume)) {
    refuseStale(resume, parked);
    return;
  }
  if (parked.length > 1)
    throw new CountersignError(
      'run.ambiguous_resume',
      `The thread waits for ${parked.length} answers; send a map from interrupt id to answer`,
      {
        field: 'command.resume',
      },
    );
}

/** Between the check and the start of a run that had to wait, somebody else may have answered. */
export function refuseStale(resume: unknown, parked: readonly ParkedInterrupt[]): void {
  if (!isIdMap(resume)) return;
  const stale = Object.keys(resume).find((id) => !parked.some((each) => each.id === id));
  if (stale !== undefined)
    throw new CountersignError('run.not_resumable', 'This interrupt no longer waits; read the thread again', {
      field: `command.resume.${stale}`,
    });
}

/** LangGraph takes a list of pairs for an object. */
function asMembers(update: unknown): unknown {
  const isPairs =
    Array.isArray(update) && update.every((each): each is [string, unknown] => Array.isArray(each) && typeof each[0] === 'string');
  return isPairs ? Object.fromEntries(update) : update;
}

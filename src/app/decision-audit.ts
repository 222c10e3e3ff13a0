import type { Connection } from '../contracts/ports.ts';
import type { RunStatus } from '../contracts/runs.ts';
import { accept } from '../events/intake.ts';
import type { Config } from '../config/schema.ts';
import type { Core } from './core.ts';

export const decisionAuditWorkflow = 'decision-audit';
const workflow = decisionAuditWorkflow;
const operation = 'write.DecisionAudit.create';

/** Answers a run copies, and runs that may be open at once: work of the business goes on beside them, and a backlog waits in the log. */
const rangeSize = 50;
const openRuns = 4;

/** Whether the connection that plays the ERP has a decision-audit table that answers go to. */
export function servesDecisions(connection: Pick<Connection, 'capabilities'> | undefined): boolean {
  return connection?.capabilities.operations.includes(operation) ?? false;
}

/** Operations nobody has to serve: where they are missing, what needs them is not started. */
export const isOptional = (needed: string): boolean =>
  needed === operation ||
  needed === 'orders.carryDeal' ||
  needed === 'usage.ofContracts' ||
  needed.startsWith('salesContracts.') ||
  needed.startsWith('write.Contract.');

export const erpOf = <T>(config: Config, connections: ReadonlyMap<string, T>): T | undefined =>
  connections.get(config.systems['erp'] ?? 'erp');

export type DecisionAudit = {
  /** Hands over what was answered since the last look, as far as runs may be open. Answers how many ranges that were. */
  handOver(): Promise<number>;
};

/**
 * The way of answers to the ERP: a range of the log becomes a durable event, and only then counts as handed over. A process
 * that dies in between finds the range still open, hands over the very same, and the event is known already. Numeric
 * models are not loaded for it. While the workflow is off, paused or may not write, the log waits.
 */
export function createDecisionAudit(core: Core): DecisionAudit {
  let atWork: Promise<number> | undefined;
  let open: readonly string[] = [];
  const work = async (): Promise<number> => {
    for (let ranges = 0; ; ranges += 1) {
      if (!(await isCopied(core))) return ranges;
      open = await stillOpen(core, open);
      if (open.length >= openRuns) return ranges;
      const range = await core.storage.models.openRange(rangeSize);
      // Asked again without waiting in between: what is handed to a paused workflow only fills its queue.
      if (!range || core.isPaused(workflow)) return ranges;
      const accepted = await accept(
        core.intake,
        {
          source: 'predictions',
          // Of a log that was restored from a copy, a number may come again with other answers.
          sourceId: `${range.number}/${range.last}`,
          type: 'predictions.logged',
          record: { connection: 'predictions', type: 'PredictionRange', id: String(range.number) },
          hint: {},
        },
        'system',
        undefined,
      );
      open = [...open, ...accepted.runIds];
      await core.storage.models.handedOver(range.number);
    }
  };
  return {
    handOver() {
      atWork ??= work().finally(() => {
        atWork = undefined;
      });
      return atWork;
    },
  };
}

async function isCopied(core: Core): Promise<boolean> {
  if (!core.config.predictions.decisionAudit || !core.workflow(workflow) || core.isPaused(workflow)) return false;
  return servesDecisions(erpOf(core.config, core.connections)) && (await core.flow.phase(workflow)) !== 'read-only';
}

const unfinished: ReadonlySet<RunStatus> = new Set(['queued', 'running', 'waiting', 'awaiting_approval']);

/** Runs that may still write. */
async function stillOpen(core: Core, runIds: readonly string[]): Promise<readonly string[]> {
  const runs = await Promise.all(runIds.map((id) => core.storage.runs.get(id)));
  return runs.flatMap((run) => (run && unfinished.has(run.status) ? [run.id] : []));
}

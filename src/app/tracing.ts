import { randomBytes } from 'node:crypto';
import { packageVersion } from '../config/home.ts';
import type { Config } from '../config/schema.ts';
import type { Log } from '../contracts/log.ts';
import type { Run } from '../contracts/runs.ts';
import type { Trace } from '../contracts/trace.ts';
import type { Executed } from '../runs/execute.ts';
import type { Tracing } from '../telemetry/otlp.ts';

/** Nothing is loaded where no collector is configured. */
export async function openTracing({ telemetry }: Config, log: Log): Promise<Tracing | undefined> {
  if (!telemetry.otlp) return undefined;
  const { createOtlp } = await import('../telemetry/otlp.ts');
  return createOtlp({ ...telemetry.otlp, version: packageVersion(), spanId: () => randomBytes(8).toString('hex'), fetch, log });
}

/** A run from when it was claimed to when it came to rest; one that waited for a person has several, in one trace. */
export function traceRun(trace: Trace, run: Run, { status, at, exception }: Executed): void {
  trace({
    runId: run.id,
    name: `run ${run.workflow}`,
    kind: 'run',
    from: new Date(run.updatedAt),
    to: new Date(at),
    attributes: {
      'countersign.workflow': run.workflow,
      'countersign.workflow.version': run.workflowVersion,
      'countersign.thread.id': run.threadId,
      'countersign.run.status': status,
    },
    ...(exception ? { error: exception.code } : {}),
  });
}

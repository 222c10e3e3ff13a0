import { afterEach, describe, expect, it } from 'vitest';
import type { Run } from '../../../src/contracts/runs.ts';
import { run } from './examples.ts';
import { startServer, type TestServer } from './server.ts';
import { call } from './terminal.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const queued = (id: string): Run => ({ ...run, id, status: 'queued' });
const ended: readonly Partial<Run>[] = [
  { status: 'done', outcome: 'applied' },
  { status: 'done', outcome: 'applied' },
  { status: 'done', outcome: 'unchanged' },
  { status: 'awaiting_approval' },
  { status: 'exception', outcome: 'link.missing' },
  { status: 'done', outcome: 'rejected' },
];

/** Six runs, one more of which settles at every look. */
async function sixRuns(): Promise<TestServer> {
  const started = await startServer({ runs: [{ ...run, id: 'run_old' }], since: ended.map((_, index) => queued(`run_${index}`)) });
  started.data.onCounts = () => {
    const index = started.data.runs.findIndex((each) => each.status === 'queued');
    const next = started.data.runs[index];
    if (next) started.data.runs[index] = { ...next, ...ended[index] };
  };
  return started;
}

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms > 0 && signal?.aborted ? Promise.reject(new Error('stopped')) : Promise.resolve();

describe('run --since', () => {
  it('watches until everything it started is settled and counts what became of it', async () => {
    server = await sixRuns();
    const result = await call(['run', 'order-status', '--since', '2024-05-01', '--url', server.url, '--key', server.key], { sleep });
    expect(result.code).toBe(0);
    expect(result.out).toBe(`6 records changed, 6 runs started
outcome               runs  see
applied                  2  countersign effects list
unchanged                1
waiting for a person     1  countersign approvals list
exceptions               1  countersign exceptions list
rejected                 1  countersign runs list
`);
    expect(server.data.heard).toEqual([{ start: 'order-status', since: '2024-05-01T00:00:00.000Z' }]);
  });

  it('draws a bar on the error stream that reaches its end', async () => {
    server = await sixRuns();
    const drawn: string[] = [];
    await call(['run', 'order-status', '--since', '2024-05-01', '--json', '--url', server.url, '--key', server.key], {
      sleep,
      isInteractive: true,
      onError: (text) => drawn.push(text),
    });
    const shares = drawn.flatMap((text) => /(\d)\/6/.exec(text)?.[1] ?? []).map(Number);
    expect(shares.at(-1)).toBe(6);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(drawn.at(-1)).toBe('\r\u001b[2K');
  });

  it('counts only the runs it started when other work keeps the queue busy', async () => {
    server = await sixRuns();
    server.data.runs.push({ ...queued('run_other'), workflow: 'other' });
    const { out } = await call(['run', 'order-status', '--since', '2024-05-01', '--json', '--url', server.url, '--key', server.key], {
      sleep,
    });
    expect(JSON.parse(out)).toEqual({
      seen: 6,
      started: 6,
      applied: 2,
      unchanged: 1,
      waitingForAPerson: 1,
      exceptions: 1,
      other: { rejected: 1 },
    });
  });

  it('stops watching on ^C, and the work goes on', async () => {
    server = await sixRuns();
    server.data.onCounts = () => {};
    const stop = new AbortController();
    const result = await call(['run', 'order-status', '--since', '2024-05-01', '--url', server.url, '--key', server.key], {
      sleep: async (ms, signal) => {
        stop.abort();
        return sleep(ms, signal);
      },
      signal: stop.signal,
    });
    expect(result).toMatchObject({ code: 0, out: '' });
    expect(result.error).toContain('stopped watching; the work goes on');
    expect(server.data.heard).not.toContainEqual(expect.objectContaining({ cancel: expect.anything() }));
  });

  it('says when nothing has changed', async () => {
    server = await startServer();
    const { out } = await call(['run', 'order-status', '--since', '2024-05-01', '--url', server.url, '--key', server.key], { sleep });
    expect(out).toBe('nothing has changed since then\n');
  });
});

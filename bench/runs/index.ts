import { short, table, median, type Bench, type BenchOptions, type Figures, type Goal } from '../claim.ts';
import type { Sample } from '../contestant.ts';
import { bytesPerRun, cpuPerRun, playRounds, ratio, runsPerSecond, startRunner, type Entry, type Rounds } from '../rounds.ts';

const goals: readonly Goal[] = [
  { key: 'same_graph_vs_stock', atLeast: 1.8, says: 'runs/s of one six-node graph, our saver and light context over SqliteSaver' },
  { key: 'bytes_vs_stock', atMost: 0.3, aim: 0.15, says: 'bytes written per run of that graph, journal included' },
  { key: 'cpu_vs_no_checkpointer', atMost: 1.35, says: 'processor time of that graph over LangGraph that keeps nothing' },
  { key: 'resume_cpu_vs_run', atMost: 1.5, says: 'processor time of interrupt and resume over a plain run' },
  { key: 'shipped_flow_vs_stock', atLeast: 2.5, aim: 4, says: 'runs/s of the shipped order status job over the same job on stock pieces' },
  { key: 'cpu_vs_step_limit', says: 'processor time of that job over plain functions, one transaction a step' },
  { key: 'heap_growth_mb', atMost: 5, says: 'heap after a forced collection, last point less first, finished threads pruned' },
];

const plain = new URL('plain-graph.ts', import.meta.url);
const shipped = new URL('shipped-contestants.ts', import.meta.url);

const plainEntries: readonly Entry[] = [
  { name: 'plain_ours', module: plain, runs: 400 },
  { name: 'plain_stock', module: plain, runs: 250 },
  { name: 'plain_no_checkpointer', module: plain, runs: 400 },
  { name: 'resume_ours', module: plain, runs: 300 },
];
const shippedEntries: readonly Entry[] = [
  { name: 'shipped_ours', module: shipped, runs: 300 },
  { name: 'shipped_stock', module: shipped, runs: 120 },
  { name: 'shipped_functions', module: shipped, runs: 160 },
];

export const runs: Bench = {
  name: 'runs',
  says: 'event runs side by side with stock LangGraph and SqliteSaver, 16 at once, each side in a process of its own, alternating',
  goals,
  run,
};

async function run({ isQuick, tell }: BenchOptions): Promise<Figures> {
  const rounds = isQuick ? 3 : 5;
  tell('one six-node graph with 3 KB of state, a checkpoint per step on disk before the next (durability sync, synchronous NORMAL)');
  const graph = await playRounds(plainEntries, rounds, tell);
  show(graph, tell);
  tell('\nthe order status job: intake, claim, facts, privacy, words, policy, four writes, audit (synchronous FULL, checkpoints NORMAL)');
  const job = await playRounds(shippedEntries, rounds, tell);
  show(job, tell);
  tell('');
  const heap = await heapGrowth(plain, 'heap_plain', isQuick ? 2000 : 20_000, tell);
  const jobHeap = await heapGrowth(shipped, 'shipped_ours_normal', isQuick ? 600 : 2400, tell);
  const of = (rounds: Rounds, name: string): readonly Sample[] => rounds.samples.get(name) ?? [];
  const [ours, stock, none, resumed] = plainEntries.map(({ name }) => of(graph, name));
  const [flow, stockFlow, functions] = shippedEntries.map(({ name }) => of(job, name));
  if (!ours || !stock || !none || !resumed || !flow || !stockFlow || !functions) throw new Error('a contestant is missing');
  return {
    same_graph_vs_stock: ratio(ours, stock, runsPerSecond),
    bytes_vs_stock: ratio(ours, stock, bytesPerRun),
    cpu_vs_no_checkpointer: ratio(ours, none, cpuPerRun),
    resume_cpu_vs_run: ratio(resumed, ours, cpuPerRun),
    shipped_flow_vs_stock: ratio(flow, stockFlow, runsPerSecond),
    shipped_flow_cpu_vs_stock: ratio(flow, stockFlow, cpuPerRun),
    shipped_flow_bytes_vs_stock: ratio(flow, stockFlow, bytesPerRun),
    cpu_vs_step_limit: ratio(flow, functions, cpuPerRun),
    heap_growth_mb: heap.growthMb,
    heap_runs: heap.runs,
    shipped_flow_heap_growth_mb: jobHeap.growthMb,
    shipped_flow_heap_runs: jobHeap.runs,
    same_graph_runs_per_s: median(ours.map(runsPerSecond)),
    stock_graph_runs_per_s: median(stock.map(runsPerSecond)),
    shipped_flow_runs_per_s: median(flow.map(runsPerSecond)),
    stock_flow_runs_per_s: median(stockFlow.map(runsPerSecond)),
    calibration_ms: median([...graph.calibrationMs, ...job.calibrationMs]),
    load: median([...graph.load, ...job.load]),
    rounds,
  };
}

function show({ samples }: Rounds, tell: (line: string) => void): void {
  const rows = [...samples].map(([name, list]) => [
    name,
    short(median(list.map(runsPerSecond))),
    short(median(list.map(cpuPerRun))),
    short(median(list.map(bytesPerRun)) / 1024),
  ]);
  for (const line of table(['contestant', 'runs/s', 'cpu us/run', 'KB/run'], rows)) tell(line);
}

/** A contestant again and again; every point is taken after a forced collection, the first once caches are full. */
async function heapGrowth(
  module: URL,
  name: string,
  total: number,
  tell: (line: string) => void,
): Promise<{ growthMb: number; runs: number }> {
  const points = 4;
  const warmUp = Math.max(total / 10, 400);
  const runner = await startRunner(module, name);
  const heaps: number[] = [(await runner.round(warmUp, true)).heapMb ?? Number.NaN];
  for (let point = 0; point < points; point += 1) heaps.push((await runner.round((total - warmUp) / points, true)).heapMb ?? Number.NaN);
  await runner.close();
  tell(`${name}: heap over ${total} runs ${heaps.map((mb) => mb.toFixed(1)).join(' ')} MB`);
  return { growthMb: (heaps.at(-1) ?? Number.NaN) - (heaps[0] ?? Number.NaN), runs: total };
}

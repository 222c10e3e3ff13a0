/**
 * pass^k as tau-bench defines it: the chance that k trials of a task, drawn from those made, all pass, averaged over tasks: mean of
 * C(c, k) / C(n, k) with c passes of n trials. NaN where a task has fewer trials than k, or there is none.
 */
export function passHat(passes: readonly { readonly passed: number; readonly trials: number }[], k: number): number {
  const shares = passes.map(({ passed, trials }) => (trials < k ? Number.NaN : choose(passed, k) / choose(trials, k)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let at = 0; at < k; at += 1) ways *= (n - at) / (k - at);
  return n < k ? 0 : ways;
}

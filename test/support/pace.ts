const words = 'Order 4500001234 of 12 pcs, delivered on 2026-05-04 with tracking 1Z999; the customer wants Größe 3 at 12.50 EUR. '.repeat(
  400,
);
const record = { order: 'SO-4711', lines: Array.from({ length: 60 }, (_, at) => ({ item: `A-${at}`, quantity: at, due: '2026-05-04' })) };

/** Microseconds of processor time, the fastest of several rounds: the machine is small and shared. */
export function fastestOf(rounds: number, work: (round: number) => void): number {
  const times = Array.from({ length: rounds }, (_, round) => {
    const before = process.cpuUsage();
    work(round);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}

/** Words found, lowered and counted, and a record written and read: what this project does all day. */
function yardstick(): void {
  const seen = new Map<string, number>();
  for (const [word] of words.matchAll(/[\p{L}\p{N}]+/gu)) {
    const key = word.toLowerCase();
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
  for (let turn = 0; turn < 40; turn += 1) JSON.parse(JSON.stringify(record));
}

/** Microseconds the yardstick takes on the machine on which the bounds of speed were set. */
const usual = 1300;

/**
 * How much slower this machine is just now than the one on which the bounds of speed were set; never below 1. A bound on time is
 * multiplied by it, a bound on speed divided, so that a slower machine does not read as a slower program.
 */
export function pace(): number {
  fastestOf(4, yardstick);
  return Math.max(1, fastestOf(12, yardstick) / usual);
}

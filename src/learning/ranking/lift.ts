/**
 * The logarithm of how many times as often incidents happened among `rows` as overall, shrunk as if five rows more had been seen
 * at the base rate: three incidents in three rows are no certainty.
 */
export function logLift(incidents: number, rows: number, base: number): number {
  return Math.log((incidents + priorRows * base) / (rows + priorRows) / base);
}

const priorRows = 5;

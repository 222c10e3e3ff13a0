/** Figures of one bench: flat, snake_case, ready to be written as JSON. */
export type Figures = Readonly<Record<string, number>>;

/** What a figure has to reach. Ratios and counts only: they hold on a busy machine, times do not. */
export type Goal = {
  readonly key: string;
  readonly says: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What we want beyond the gate; printed, never failed on. */
  readonly aim?: number;
};

export type BenchOptions = { readonly isQuick: boolean; readonly tell: (line: string) => void };

export type Bench = {
  readonly name: string;
  readonly says: string;
  readonly goals: readonly Goal[];
  run(options: BenchOptions): Promise<Figures>;
};

export type Verdict = { readonly goal: Goal; readonly figure: number | undefined; readonly isMet: boolean };

/** A figure that is missing or not a number never meets its goal. */
export function judge(goals: readonly Goal[], figures: Figures): Verdict[] {
  return goals.map((goal) => {
    const figure = figures[goal.key];
    const isMet =
      figure !== undefined &&
      Number.isFinite(figure) &&
      (goal.atLeast === undefined || figure >= goal.atLeast) &&
      (goal.atMost === undefined || figure <= goal.atMost);
    return { goal, figure, isMet };
  });
}

export function verdictLines(verdicts: readonly Verdict[]): string[] {
  return table(
    ['', 'figure', 'value', 'goal', 'aim', 'what it says'],
    verdicts.map(({ goal, figure, isMet }) => [
      isMet ? 'ok' : 'SHORT',
      goal.key,
      figure === undefined ? '-' : short(figure),
      goal.atLeast !== undefined ? `>= ${goal.atLeast}` : goal.atMost !== undefined ? `<= ${goal.atMost}` : 'reported',
      goal.aim === undefined ? '' : String(goal.aim),
      goal.says,
    ]),
  );
}

/** Left-aligned columns, two spaces apart. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

export function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Middle value; the mean of the two in the middle when there is an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

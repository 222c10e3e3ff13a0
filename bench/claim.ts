/** Figures of one bench: flat, snake_case, ready to be written as JSON. */
export type Figures = Readonly<Record<string, number>>;

/** What a figure has to reach. Ratios and counts hold on a busy machine; a time does not, so it needs a `gate` beside it. */
export type Goal = {
  readonly key: string;
  readonly says: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** What we want beyond the goal; printed, never failed on. */
  readonly aim?: number;
  /**
   * What a check fails on, where it is not the goal: a time that a busy machine stretches, or a goal not reached yet of
   * which no ground may be lost. A figure short of its goal says so all the same.
   */
  readonly gate?: number;
};

export type BenchOptions = { readonly isQuick: boolean; readonly tell: (line: string) => void };

export type Bench = {
  readonly name: string;
  readonly says: string;
  readonly goals: readonly Goal[];
  run(options: BenchOptions): Promise<Figures>;
};

export type Verdict = {
  readonly goal: Goal;
  readonly figure: number | undefined;
  readonly isMet: boolean;
  /** Within what a check fails on. */ readonly isHeld: boolean;
};

/** A figure that is missing or not a number never meets its goal, nor its gate. */
export function judge(goals: readonly Goal[], figures: Figures): Verdict[] {
  return goals.map((goal) => {
    const figure = figures[goal.key];
    const isMet = reaches(figure, goal.atLeast, goal.atMost);
    const { gate } = goal;
    if (gate === undefined) return { goal, figure, isMet, isHeld: isMet };
    const isHeld = reaches(figure, goal.atLeast === undefined ? undefined : gate, goal.atMost === undefined ? undefined : gate);
    return { goal, figure, isMet, isHeld };
  });
}

function reaches(figure: number | undefined, atLeast = -Infinity, atMost = Infinity): boolean {
  return figure !== undefined && Number.isFinite(figure) && figure >= atLeast && figure <= atMost;
}

export function verdictLines(verdicts: readonly Verdict[]): string[] {
  return table(
    ['', 'figure', 'value', 'goal', 'gate', 'aim', 'what it says'],
    verdicts.map(({ goal, figure, isMet }) => [
      isMet ? 'ok' : 'SHORT',
      goal.key,
      figure === undefined ? '-' : short(figure),
      goal.atLeast !== undefined ? `>= ${goal.atLeast}` : goal.atMost !== undefined ? `<= ${goal.atMost}` : 'reported',
      goal.gate === undefined ? '' : String(goal.gate),
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

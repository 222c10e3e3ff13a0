import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A task of CRMArena as its JSON lines have it; other members are left alone. `answer` holds one or several right values, or none. */
const Task = z.object({
  idx: z.union([z.string(), z.number()]).transform(String),
  task: z.string(),
  query: z.string(),
  answer: z
    .union([z.string(), z.null(), z.array(z.union([z.string(), z.null()]))])
    .transform((given) => (Array.isArray(given) ? given : [given]).filter((each): each is string => each !== null && each !== 'None')),
  reward_metric: z.string().default('exact_match'),
});
export type Task = z.infer<typeof Task>;

export type Scored =
  | { readonly idx: string; readonly task: string; readonly score: 0 | 1 }
  /** Texts, and refusals for privacy, are judged by a model in the original; none is asked here. */
  | { readonly idx: string; readonly task: string; readonly skipped: string };

export type Report = { readonly asked: number; readonly right: number; readonly skipped: number; readonly rows: readonly Scored[] };

/** The tasks of a user's own copy: one JSON object a line. Rejects with the line that is none. */
export function readTasks(file: string): readonly Task[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return [];
    const read = Task.safeParse(JSON.parse(line));
    if (!read.success) throw new Error(`${file}:${at + 1} is no task: ${read.error.issues[0]?.path.join('.') ?? ''}`);
    return [read.data];
  });
}

/** Asks every task that an exact match can judge, one after the other. */
export async function scoreTasks(tasks: readonly Task[], ask: (query: string, task: Task) => Promise<string>): Promise<Report> {
  const rows: Scored[] = [];
  for (const task of tasks) {
    const { idx, task: kind } = task;
    if (task.reward_metric === 'exact_match')
      rows.push({ idx, task: kind, score: isExact(await ask(task.query, task), task.answer) ? 1 : 0 });
    else rows.push({ idx, task: kind, skipped: `${task.reward_metric} needs a judge` });
  }
  const judged = rows.filter((row) => 'score' in row);
  return { asked: judged.length, right: judged.filter((row) => row.score === 1).length, skipped: rows.length - judged.length, rows };
}

/**
 * The right values and no other: in any order where there are several, whatever their case and the marks around them. Where
 * none is right, the answer says so with nothing or `None`.
 */
export function isExact(given: string, right: readonly string[]): boolean {
  const said = [
    ...new Set(
      given
        .split(/[,\n;]/)
        .map(plain)
        .filter((each) => each !== '' && each !== 'none'),
    ),
  ].toSorted();
  const wanted = [...new Set(right.map(plain))].toSorted();
  return said.length === wanted.length && said.every((each, at) => each === wanted[at]);
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .replace(/^["'`*<[(\s]+|["'`*>\])\s.]+$/g, '')
    .toLowerCase();
}

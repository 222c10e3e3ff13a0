import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isExact, readTasks, scoreTasks } from '../../evals/bench/crmarena/score.ts';
import { ownFolder } from '../src/privacy/privacy-parts.ts';

const tasks = readTasks('test/evals/bench-data/crmarena/tasks.jsonl');

describe('tasks in the form of CRMArena', () => {
  it('are scored by exact match, and what needs a judge is skipped', async () => {
    const answers: Record<string, string> = { 0: ' "005A1". ', 1: 'May, march', 2: 'The discount rule' };
    const asked: string[] = [];
    const report = await scoreTasks(tasks, async (query, { idx }) => (asked.push(query), answers[idx] ?? ''));
    expect(report).toMatchObject({ asked: 3, right: 2, skipped: 1 });
    expect(report.rows).toEqual([
      { idx: '0', task: 'own_owner', score: 1 },
      { idx: '1', task: 'own_months', score: 1 },
      { idx: '2', task: 'own_none', score: 0 },
      { idx: '3', task: 'own_text', skipped: 'fuzzy_match needs a judge' },
    ]);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['None', [], true],
    ['', [], true],
    ['005A1', [], false],
    ['005A1, 005A2', ['005A1'], false],
    ['the agent is 005A1', ['005A1'], false],
    ['<005A1>', ['005a1'], true],
  ])('%j for %j', (given, right, exact) => {
    expect(isExact(given, right)).toBe(exact);
  });

  it('a line that is no task is told', () => {
    const file = join(ownFolder('crmarena'), 'tasks.jsonl');
    writeFileSync(file, '{"idx":1,"task":"x","query":"y","answer":"z"}\n{"idx":2}\n');
    expect(() => readTasks(file)).toThrow(/tasks\.jsonl:2 is no task/);
  });
});

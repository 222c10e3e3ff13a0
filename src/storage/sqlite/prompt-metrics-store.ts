import type { PromptFigures, PromptMetricsStore } from '../../contracts/prompt-metrics.ts';
import type { Db } from './database.ts';
import type { Write } from './group-commit.ts';

type Row = { [K in keyof PromptFigures]: PromptFigures[K] };

export function createPromptMetricsStore(db: Db, write: Write): PromptMetricsStore {
  const upsert = db.prepare(`
    INSERT INTO prompt_uses (run_id, prompt, version, at, engine, fallback, refused_texts, cost_micros, latency_ms)
    VALUES (@runId, @prompt, @version, @at, @engine, @fallback, @refusedTexts, @costMicros, @latencyMs)
    ON CONFLICT (run_id, prompt) DO UPDATE SET version = excluded.version, at = excluded.at, engine = excluded.engine,
      fallback = excluded.fallback, refused_texts = excluded.refused_texts, cost_micros = cost_micros + excluded.cost_micros,
      latency_ms = excluded.latency_ms`);
  const decide = db.prepare<[string, string], { prompt: string }>('UPDATE prompt_uses SET outcome = ? WHERE run_id = ? RETURNING prompt');
  const edit = db.prepare<[number, string], { prompt: string }>(
    'UPDATE prompt_uses SET edit_distance = max(coalesce(edit_distance, 0), ?) WHERE run_id = ? RETURNING prompt',
  );
  const sum = db.prepare<[string], Row>(`
    SELECT version, count(*) AS uses, count(outcome) AS decided, count(*) FILTER (WHERE outcome = 'approved') AS approved,
      count(edit_distance) AS edited, coalesce(avg(edit_distance), 0.0) AS meanEditDistance,
      count(*) FILTER (WHERE refused_texts > 0) AS unfaithful, count(fallback) AS fallbacks,
      sum(cost_micros) AS costMicros, avg(latency_ms) AS meanLatencyMs
    FROM prompt_uses WHERE prompt = ? GROUP BY version ORDER BY min(seq)`);
  const prompts = (rows: readonly { prompt: string }[]): readonly string[] => rows.map(({ prompt }) => prompt);
  return {
    // A text is not held up by being counted: one use more or less after a power cut changes no share.
    used: (use) => write(() => void upsert.run({ fallback: null, ...use, latencyMs: Math.round(use.latencyMs) }), 'process'),
    decided: (runId, outcome) => write(() => prompts(decide.all(outcome, runId))),
    edited: (runId, distance) => write(() => prompts(edit.all(distance, runId))),
    async figures(prompt) {
      return sum.all(prompt);
    },
  };
}

import type { JsonObject } from '../contracts/json.ts';
import type { EvalCase } from './cases.ts';
import type { Engine, Judged, Observed, ScoreContext } from './evaluated.ts';
import { isJudge } from './rubrics.ts';
import type { Suite } from './suites.ts';

/** Below this share of the scale a text is told as one to look at. */
const usualMin = 0.5;

/**
 * What a model thinks of a text, for each rubric the suite names. It stands beside the scores and none of it counts: where no
 * model judges, each says why not.
 */
export async function judgeCase(
  suite: Suite,
  { case: one, observed, checked }: ScoreContext,
  judge: Engine['judge'],
  signal: AbortSignal,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const name of Object.keys(suite.scorers).filter(isJudge).toSorted()) {
    if (!judge) judged.push({ name, skipped: 'recorded answers are not judged' });
    else if (observed.text.trim() === '') judged.push({ name, skipped: 'there is no text' });
    else {
      const min = suite.scorers[name]?.['min'];
      const found = await judge(suite, observed, name, viewOf(one, observed, checked), signal);
      // One to five, of which one is nothing.
      if ('skipped' in found) judged.push({ name, ...found });
      else {
        const score = (found.score - 1) / 4;
        judged.push({ name, score, isLow: score < (typeof min === 'number' ? min : usualMin), reason: found.reason });
      }
    }
  }
  return judged;
}

/** Labels say what there was to tell; the values are nobody's business here. */
function viewOf(one: EvalCase, observed: Observed, checked: ScoreContext['checked']): JsonObject {
  const text = withoutAmounts(observed, checked);
  if (one.kind === 'prompt') {
    const required = one.facts.filter(({ id }) => one.expect.required.includes(id)).map(({ label }) => label);
    return { text, ...(required.length === 0 ? {} : { told: [...new Set(required)] }) };
  }
  return one.kind === 'conversation' ? { text, question: one.turns.map(({ says }) => says).join('\n') } : { text };
}

function withoutAmounts({ text, facts }: Observed, checked: ScoreContext['checked']): string {
  const money = new Set(facts?.facts.flatMap((fact) => (fact.type === 'money' ? [fact.id] : [])));
  const spots = (checked?.told ?? []).filter(({ fact }) => money.has(fact)).toSorted((a, b) => b.start - a.start);
  return spots.reduce((left, { start, end }) => `${left.slice(0, start)}[amount]${left.slice(end)}`, text.normalize('NFC'));
}

export type JudgedSummary = { readonly name: string; readonly texts: number; readonly mean: number; readonly low: number };

/** What a run's judges came to, and why others did not speak. */
export function judgedOf(trials: readonly { readonly judged?: readonly Judged[] }[]): {
  readonly spoke: readonly JudgedSummary[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
} {
  const all = trials.flatMap(({ judged }) => judged ?? []);
  const names = [...new Set(all.map(({ name }) => name))].toSorted();
  return {
    spoke: names.flatMap((name) => {
      const scores = all.flatMap((each) => (each.name === name && 'score' in each ? [each] : []));
      if (scores.length === 0) return [];
      const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
      return [{ name, texts: scores.length, mean, low: scores.filter(({ isLow }) => isLow).length }];
    }),
    skipped: names.flatMap((name) => {
      const whys = new Set(all.flatMap((each) => (each.name === name && 'skipped' in each ? [each.skipped] : [])));
      return [...whys].map((why) => ({ name, why }));
    }),
  };
}

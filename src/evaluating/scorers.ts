import type { EvalCase } from './cases.ts';
import type { CheckFacts, Observed, Score, Scorer } from './evaluated.ts';
import { isJudge } from './rubrics.ts';
import { actionScorers } from './score-actions.ts';
import { factScorers } from './score-facts.ts';
import { textScorers } from './score-text.ts';
import type { Suite } from './suites.ts';

/** Goes up when a scorer says something else of the same text; baselines made before are stale then. */
export const scorersVersion = '1';

export const scorers: Readonly<Record<string, Scorer>> = { ...factScorers, ...textScorers, ...actionScorers };
export const isScorer = (name: string): boolean => Object.hasOwn(scorers, name) || isJudge(name);

/** Not once, whatever the engine: these fail a sampled suite by a single breach. */
export const isHard = (name: string): boolean =>
  name.startsWith('facts.') || ['pii.leak', 'tools.forbidden', 'approval.required', 'writes.once'].includes(name);

/**
 * What every scorer of the suite says, in order of their names; a judge is none of them. A scorer that throws is an error, which is no pass. Where
 * another engine than the one that was asked answered, `engine` fails: its texts would pass for the other's.
 */
export async function scoreCase(
  suite: Pick<Suite, 'scorers'>,
  one: EvalCase,
  observed: Observed,
  checkFacts: CheckFacts,
  known: Readonly<Record<string, Scorer>> = scorers,
): Promise<readonly Score[]> {
  const required = one.kind === 'prompt' ? one.expect.required : [];
  const checked = observed.facts && checkFacts(observed.inTokens ?? observed.text, observed.facts, { locale: observed.locale, required });
  const scores: Score[] = [];
  for (const name of Object.keys(suite.scorers)
    .filter((each) => !isJudge(each))
    .toSorted()) {
    const scorer = known[name];
    const options = suite.scorers[name] ?? {};
    try {
      if (!scorer) scores.push({ name, score: 0, pass: false, error: true, detail: 'there is no such scorer' });
      else scores.push({ name, ...(await scorer({ case: one, observed, checked }, options)) });
    } catch (thrown) {
      scores.push({ name, score: 0, pass: false, error: true, detail: thrown instanceof Error ? thrown.message : 'it broke' });
    }
  }
  if (observed.fallback !== undefined)
    scores.push({ name: 'engine', score: 0, pass: false, detail: `${observed.engine} answered instead: ${observed.fallback}` });
  return scores;
}

import type { PromptDrop, PromptFigures, PromptMeasure } from '../contracts/prompt-metrics.ts';
import { wilsonInterval } from '../learning/metrics/index.ts';

/** On each side; below that a share says little. */
const leastUses = 30;

type Counted = { readonly count: number; readonly of: number; readonly isGood: boolean };

const measures: Readonly<Record<PromptMeasure, (figures: PromptFigures) => Counted>> = {
  approval: ({ approved, decided }) => ({ count: approved, of: decided, isGood: true }),
  // An edit says something of a text only where somebody had it to decide on.
  edits: ({ edited, decided }) => ({ count: Math.min(edited, decided), of: decided, isGood: false }),
  faithfulness: ({ unfaithful, uses }) => ({ count: unfaithful, of: uses, isGood: false }),
  fallbacks: ({ fallbacks, uses }) => ({ count: fallbacks, of: uses, isGood: false }),
};

/** What a version does worse than the one before: at least thirty on both sides and intervals that do not touch. */
export function dropsBetween(version: PromptFigures, before: PromptFigures): readonly PromptDrop[] {
  return Object.entries(measures).flatMap(([name, countOf]): PromptDrop[] => {
    const [now, then] = [countOf(version), countOf(before)];
    if (now.of < leastUses || then.of < leastUses) return [];
    const [shareNow, shareThen] = [shareOf(now), shareOf(then)];
    const isWorse = now.isGood ? shareNow.high < shareThen.low : shareNow.low > shareThen.high;
    // The keys are those of the record above.
    return isWorse
      ? [{ measure: name as PromptMeasure, version: version.version, before: before.version, now: shareNow, was: shareThen }]
      : [];
  });
}

function shareOf({ count, of }: Counted): PromptDrop['now'] {
  const { estimate, low, high } = wilsonInterval(count, of);
  return { count, of, share: estimate, low, high };
}

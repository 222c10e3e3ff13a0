import type { Comparison, FeedbackEvidence, FeedbackTally, Share } from '../../contracts/model-services.ts';
import type { Corrected, Feedback, FeedbackCount } from '../../contracts/model-store.ts';
import type { Json } from '../../contracts/json.ts';
import type { ModelDefinition } from '../../contracts/models.ts';
import { wilsonInterval } from '../../learning/metrics/index.ts';

/** Verdicts, or values people gave, below which shares are shown and nothing follows from them. */
export const fewestVerdicts = 30;

type JudgedBy = ModelDefinition['judgedBy'];

/**
 * What people made of the answers of both sides. A shadow's answers are seen by nobody, so its own shares come from wherever it
 * was champion (uat, an earlier time here). What people wrote in the place of an answer says which of two answers lay nearer to
 * what they believed. It is no outcome: it is known before anything happened, from people who had read the answer, and of answers
 * they disagreed with alone. So it never enters the loss or the calibration, and it can only speak against a challenger: to lie
 * nearer than answers that were chosen for being off is easy.
 */
export function feedbackEvidence(
  judgedBy: JudgedBy,
  sides: { readonly champion: number; readonly challenger: number },
  counts: readonly FeedbackCount[],
  corrected: readonly Corrected[],
): FeedbackEvidence {
  const nearer = judgedBy && nearerShare(judgedBy, corrected);
  return {
    champion: tallyOf(sides.champion, counts),
    challenger: tallyOf(sides.challenger, counts),
    ...(nearer === undefined ? {} : { nearer }),
  };
}

function tallyOf(version: number, counts: readonly FeedbackCount[]): FeedbackTally {
  const count = (kind: Feedback['kind']): number =>
    counts.filter((each) => each.version === version && each.kind === kind).reduce((sum, each) => sum + each.count, 0);
  const [accepted, edited, overridden] = [count('accept'), count('edit'), count('override')];
  const verdicts = accepted + edited + overridden;
  const thumbs = { up: count('up'), down: count('down') };
  if (verdicts === 0) return { version, verdicts, ...thumbs };
  return {
    version,
    verdicts,
    accepted: shareOf(accepted, verdicts),
    edited: shareOf(edited, verdicts),
    overridden: shareOf(overridden, verdicts),
    ...thumbs,
  };
}

function shareOf(count: number, of: number): Share {
  const { estimate, low, high } = wilsonInterval(count, of);
  return { count, share: estimate, low, high };
}

function nearerShare({ output, kind }: NonNullable<JudgedBy>, corrected: readonly Corrected[]): FeedbackEvidence['nearer'] {
  const gaps = corrected.flatMap(({ feedback, answer, shadow }) => {
    const value = valueIn(feedback.value, output);
    const [seen, beside] = [numberIn(answer.output[output]), numberIn(shadow.output[output])];
    if (value === undefined || seen === undefined || beside === undefined) return [];
    // A probability is answered by a probability, or by yes or no.
    if (kind === 'binary' && (value < 0 || value > 1)) return [];
    return Math.abs(value - seen) === Math.abs(value - beside) ? [] : [Math.abs(value - beside) < Math.abs(value - seen)];
  });
  if (gaps.length === 0) return undefined;
  return { ...shareOf(gaps.filter(Boolean).length, gaps.length), of: gaps.length };
}

/** The value itself, or the member of it that is named as the output is. */
function valueIn(value: Json | undefined, output: string): number | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return numberIn(Reflect.get(value, output));
  return numberIn(value);
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/**
 * What follows from it. Intervals have to lie apart over thirty verdicts on each side. A challenger that people overrode clearly
 * more often is held back; a champion that they overrode clearly more often is only worth knowing: outcomes decide.
 */
export function feedbackWords(evidence: FeedbackEvidence): Pick<Comparison, 'blockers' | 'remarks'> {
  const { champion, challenger, nearer } = evidence;
  const blockers: string[] = [];
  const remarks: string[] = [];
  const side = champion.version === 0 ? 'the business rule' : `champion ${champion.version}`;
  const [theirs, its] = [champion.overridden, challenger.overridden];
  if (theirs && its && Math.min(champion.verdicts, challenger.verdicts) >= fewestVerdicts) {
    if (its.low > theirs.high)
      blockers.push(`people overrode ${told(its)} of its answers, those of ${side} in ${told(theirs)}; the intervals lie apart`);
    if (theirs.low > its.high)
      remarks.push(`people overrode ${told(theirs)} of the answers of ${side}, those of the challenger in ${told(its)}`);
  }
  if (nearer && nearer.of >= fewestVerdicts) {
    if (nearer.high < 0.5)
      blockers.push(
        `of ${nearer.of} answers that people put another value in the place of, it lay nearer to theirs in ${told(nearer)} alone`,
      );
    if (nearer.low > 0.5)
      remarks.push(
        `of ${nearer.of} answers of ${side} that people put another value in the place of, the challenger lay nearer to theirs in ${told(nearer)}; it counts for nothing, for those answers were chosen for being off`,
      );
  }
  return { blockers, remarks };
}

const percent = (share: number): string => (share * 100).toFixed(0);
const told = ({ share, low, high }: Share): string => `${percent(share)} % (${percent(low)} to ${percent(high)})`;

import type { DriftReport, Due, RetrainReason } from '../../contracts/model-services.ts';

export type DueFacts = {
  /** Number of the version in use here. */
  readonly champion?: number;
  /** Number of the version on trial beside it. */
  readonly shadow?: number;
  /** The version made last, whatever became of it. */
  readonly newest?: { readonly number: number; readonly createdAt: string; readonly rows: number };
  /** Labelled moments held here by now. */
  readonly moments: number;
  /** Of the champion. */
  readonly drift?: DriftReport;
  /** ISO instant. */
  readonly now: string;
};

export type DueSettings = {
  /** A version older than this is trained again once labelled moments are new. */
  readonly maxAgeDays: number;
  /** Nothing is trained again sooner than this after the last training, whatever moved. */
  readonly restDays: number;
};

const dayMs = 86_400_000;

/**
 * Whether it is time to train a model again: it is old and there is something new to learn from, its inputs or scores have
 * drifted, or its probabilities no longer match outcomes. Not while nothing is in use, while another version is on trial (its
 * verdict comes first, or drafts would pile up), or shortly after the last training.
 */
export function dueFor(facts: DueFacts, settings: DueSettings): Due {
  const { champion, shadow, newest, now } = facts;
  if (champion === undefined || newest === undefined) return notDue('no version is in use here');
  if (shadow !== undefined && shadow !== champion) return notDue(`version ${shadow} is on trial as shadow; decide on it first`);
  const ageDays = Math.floor((Date.parse(now) - Date.parse(newest.createdAt)) / dayMs);
  if (ageDays < settings.restDays)
    return notDue(`version ${newest.number} was trained ${days(ageDays)} ago; nothing is trained again within ${days(settings.restDays)}`);
  const fresh = Math.max(0, facts.moments - newest.rows);
  const isOld = ageDays > settings.maxAgeDays;
  const old = `version ${newest.number} was trained ${days(ageDays)} ago, at most ${days(settings.maxAgeDays)} are allowed`;
  const reasons: RetrainReason[] = [
    ...(isOld && fresh > 0 ? [{ cause: 'schedule', words: `${old}, and ${fresh} labelled moments are new` } as const] : []),
    ...driftReasons(facts.drift),
  ];
  if (reasons.length > 0) return { isDue: true, reasons, words: reasons.map(({ words }) => words).join('; '), waitsForHistory: false };
  if (isOld) return { ...notDue(`${old}, but no labelled moment held here is new`), waitsForHistory: true };
  return notDue(`version ${newest.number} was trained ${days(ageDays)} ago and nothing has moved beyond chance`);
}

const notDue = (words: string): Due => ({ isDue: false, reasons: [], words, waitsForHistory: false });

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function driftReasons(drift: DriftReport | undefined): RetrainReason[] {
  if (!drift) return [];
  const moved = drift.features.filter(({ verdict }) => verdict === 'alert').map(({ feature }) => feature);
  const reasons: RetrainReason[] = [];
  if (moved.length > 0)
    reasons.push({ cause: 'drift', words: `${moved.join(', ')} ${moved.length === 1 ? 'is' : 'are'} spread differently than in training` });
  if (drift.score?.verdict === 'alert') reasons.push({ cause: 'drift', words: 'the scores are spread differently than in training' });
  if (drift.calibration?.verdict === 'alert')
    reasons.push({
      cause: 'calibration',
      words: `probabilities no longer match outcomes (slope ${drift.calibration.slope.toFixed(2)} over ${drift.calibration.outcomes} outcomes)`,
    });
  return reasons;
}

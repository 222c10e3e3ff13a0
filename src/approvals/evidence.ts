import type { Phase } from '../contracts/authoring.ts';
import type { CaseOnRecord, PromotionEvidence, PromotionThresholds } from '../contracts/phases.ts';

type Found = {
  readonly workflow: string;
  readonly rule?: string;
  readonly version: string;
  readonly since: string;
  readonly isCapped: boolean;
  readonly openExceptions: number;
  readonly cases: readonly CaseOnRecord[];
  /** Of a workflow that writes both ways: the newest comparison of both systems, null where there is none; and the moment it is asked at. */
  readonly report?: PromotionEvidence['report'];
  readonly now?: string;
};

type Decided = 'unchanged' | 'edited' | 'rejected' | 'undecided' | 'unasked';
type Outcome = { readonly what: Decided; readonly byVerdict?: true };

/** Counts what is on record. Pure: who looks at the same rows counts the same. */
export function gatherEvidence(found: Found, thresholds: PromotionThresholds, to: Phase): PromotionEvidence {
  const groups = grouped(found.cases);
  const decided = groups.map(outcomeOf);
  const count = (what: Decided): number => decided.filter((each) => each.what === what).length;
  const thumbs = found.cases.flatMap(({ verdicts }) => lastOf(verdicts.filter(isThumb)));
  const states = groups.flatMap((group) => group.flatMap(({ effects }) => effects));
  const times = found.cases.map(({ proposal }) => proposal.createdAt).toSorted();
  const [first, last] = [times[0], times.at(-1)];
  const unchanged = count('unchanged');
  const total = unchanged + count('edited') + count('rejected');
  const counted = {
    seen: groups.length,
    decided: total,
    agreement: total === 0 ? null : unchanged / total,
    openExceptions: found.openExceptions,
  };
  return {
    workflow: found.workflow,
    ...(found.rule === undefined ? {} : { rule: found.rule }),
    version: found.version,
    since: found.since,
    ...(first === undefined ? {} : { firstCaseAt: first }),
    ...(last === undefined ? {} : { lastCaseAt: last }),
    ...counted,
    isCapped: found.isCapped,
    unchanged,
    edited: count('edited'),
    rejected: count('rejected'),
    byVerdict: decided.filter(({ byVerdict }) => byVerdict).length,
    thumbs: { up: thumbs.filter(({ kind }) => kind === 'up').length, down: thumbs.filter(({ kind }) => kind === 'down').length },
    undecided: count('undecided'),
    effects: {
      applied: states.filter((state) => state === 'applied').length,
      refused: states.filter((state) => state === 'refused').length,
      inDoubt: states.filter((state) => state === 'uncertain' || state === 'parked' || state === 'sending').length,
    },
    ...(found.report === undefined ? {} : { report: found.report }),
    thresholds,
    blockers: [...blockers(counted, thresholds, to), ...reportBlockers(found, thresholds)],
  };
}

function grouped(cases: readonly CaseOnRecord[]): CaseOnRecord[][] {
  const groups = new Map<string, CaseOnRecord[]>();
  for (const each of cases) {
    const key = `${each.proposal.threadId} ${each.proposal.factsHash}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()];
}

/** An edit saves a second proposal from the same facts; both are one case, and what people said of either counts once. */
function outcomeOf(group: readonly CaseOnRecord[]): Outcome {
  const asked = group.flatMap(({ approval }) => approval ?? []);
  const said = asked.find(({ status }) => status === 'approved' || status === 'rejected');
  if (said) return { what: said.status === 'rejected' ? 'rejected' : said.editors.length > 0 ? 'edited' : 'unchanged' };
  const kinds = group.flatMap(({ verdicts }) => lastOf(verdicts.filter((each) => each.counts && !isThumb(each)))).map(({ kind }) => kind);
  // Of several people the least content one counts.
  if (kinds.includes('override')) return { what: 'rejected', byVerdict: true };
  if (kinds.includes('edit')) return { what: 'edited', byVerdict: true };
  if (kinds.includes('accept')) return { what: 'unchanged', byVerdict: true };
  return { what: asked.length > 0 ? 'undecided' : 'unasked' };
}

type Verdict = CaseOnRecord['verdicts'][number];

const isThumb = ({ kind }: Verdict): boolean => kind === 'up' || kind === 'down';

/** Who changes their mind is counted once. */
function lastOf(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...new Map(verdicts.map((each) => [each.by, each])).values()];
}

function blockers(
  { seen, decided, agreement, openExceptions }: Pick<PromotionEvidence, 'seen' | 'decided' | 'agreement' | 'openExceptions'>,
  thresholds: PromotionThresholds,
  to: Phase,
): string[] {
  const found: string[] = [];
  if (seen < thresholds.minSeen) found.push(`${seen} cases seen, ${thresholds.minSeen} are asked for`);
  if (openExceptions > thresholds.maxOpenExceptions)
    found.push(`${openExceptions} exceptions are open, at most ${thresholds.maxOpenExceptions} may be`);
  if (to !== 'automatic') return found;
  if (decided < thresholds.minDecided) found.push(`${decided} cases decided by people, ${thresholds.minDecided} are asked for`);
  if (agreement !== null && agreement < thresholds.minUnchanged)
    found.push(`${percent(agreement)} approved unchanged, ${percent(thresholds.minUnchanged)} are asked for`);
  return found;
}

/** From one way to both: only where both systems say the same of what is linked, by a comparison that is not old. */
function reportBlockers({ report, now }: Found, { maxReportHours }: PromotionThresholds): string[] {
  if (report === undefined) return [];
  if (report === null) return ['no comparison of both systems is on record; run integrity first'];
  const { comparedAt, differences, isComplete } = report;
  const found: string[] = [];
  const hours = (Date.parse(now ?? comparedAt) - Date.parse(comparedAt)) / 3_600_000;
  if (hours > maxReportHours)
    found.push(`the last comparison of both systems is of ${comparedAt}, at most ${maxReportHours} hours ago is asked for`);
  if (differences > 0)
    found.push(`${differences} differences between both systems stood open at the last comparison; repair or settle them first`);
  else if (!isComplete)
    found.push('the last comparison reached a bound before everything was compared; raise most in the mapping of integrity');
  return found;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

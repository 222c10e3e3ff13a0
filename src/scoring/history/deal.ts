import type { OpportunityHistory } from '../../contracts/feeds.ts';
import type { LabelledMoment, Observation } from '../../contracts/models.ts';
import { reading } from './reading.ts';
import { dayMs, daysBetween, note, recordOf, type Said, type SystemModel } from './said.ts';

/** Opportunities are looked at every other week, on the same days whatever became of them: a day chosen by the outcome would tell it. */
const everyMs = 14 * dayMs;

/**
 * Opportunities as the CRM's own history has them: stage, amount and close date with the moment of each change. What the CRM overwrites
 * without keeping what was there (owner, lead source, fields of one's own) is not read: nobody knows what it was at an earlier moment.
 */
export const deal: SystemModel = {
  readings: [
    reading({
      part: 'crm',
      feed: 'opportunities',
      features: ['stage', 'amount', 'days_to_close', 'age_days', 'days_in_stage', 'close_date_pushes'],
      overlapDays: 1,
      says: opportunitySays,
    }),
  ],
  async of({ crm }, id, { asOf, signal }) {
    const found = await crm?.ports.feeds?.opportunities?.get(id, signal ? { signal } : {});
    if (!found) return undefined;
    const record = recordOf(found.opportunity.ref);
    const observations = [...changesOf(found, record), ...daysToClose(found, record, asOf)];
    return { observations, moments: [], links: {} };
  },
};

function opportunitySays(history: OpportunityHistory): Said {
  const record = recordOf(history.opportunity.ref);
  const moments = momentsOf(history);
  return {
    observations: [...changesOf(history, record), ...moments.flatMap(({ asOf }) => daysToClose(history, record, asOf))],
    moments,
  };
}

const entityOf = ({ opportunity }: OpportunityHistory): string => `opportunity:${opportunity.id}`;

function changesOf(history: OpportunityHistory, record: string): Observation[] {
  const entity = entityOf(history);
  return [
    ...note(entity, { opened: 1 }, { at: history.openedAt, record }),
    ...history.steps.flatMap((step, index) => {
      const before = history.steps[index - 1];
      const isPushed = before?.closeOn !== undefined && step.closeOn !== undefined && step.closeOn > before.closeOn;
      return note(
        entity,
        {
          ...(step.stage === before?.stage ? {} : { stage: step.stage, stage_entered: 1 }),
          ...(step.amount === undefined || step.amount.amount === before?.amount?.amount ? {} : { amount: Number(step.amount.amount) }),
          ...(isPushed ? { close_date_pushed: 1 } : {}),
        },
        { at: step.at, record },
      );
    }),
  ];
}

const stepAt = ({ steps }: OpportunityHistory, asOf: string): OpportunityHistory['steps'][number] | undefined =>
  steps.findLast(({ at }) => Date.parse(at) <= Date.parse(asOf));

/** Counted from the moment that is asked about, to the date that stood in the CRM then. */
function daysToClose(history: OpportunityHistory, record: string, asOf: string): Observation[] {
  const closeOn = stepAt(history, asOf)?.closeOn;
  if (closeOn === undefined) return [];
  return note(entityOf(history), { days_to_close: daysBetween(asOf.slice(0, 10), closeOn) }, { at: asOf, record });
}

function momentsOf(history: OpportunityHistory): LabelledMoment[] {
  const { opportunity } = history;
  const decidedAt = decisionOf(history);
  if (decidedAt === undefined) return [];
  const moments: LabelledMoment[] = [];
  const first = Math.floor(Date.parse(history.openedAt) / everyMs) + 1;
  for (let at = first * everyMs; at < Date.parse(decidedAt); at += everyMs) {
    const asOf = new Date(at).toISOString();
    const closeOn = stepAt(history, asOf)?.closeOn;
    if (closeOn === undefined) continue;
    const targets = { won: opportunity.isWon, slipped: decidedAt.slice(0, 10) > closeOn };
    moments.push({ entity: entityOf(history), asOf, outcomeAt: decidedAt, targets });
  }
  return moments;
}

/** When it came to the stage it was closed in, for good. Undefined while it is open or where the CRM kept no history. */
function decisionOf({ opportunity, steps }: OpportunityHistory): string | undefined {
  if (!opportunity.isClosed) return undefined;
  const before = steps.findLastIndex(({ stage }) => stage !== opportunity.stage);
  return steps[before + 1]?.at;
}

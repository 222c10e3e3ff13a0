import { rounded } from './chance.ts';
import type { Ledger } from './ledger.ts';

/**
 * Opportunities, asked about once at some point of their life. The law in log-odds of winning, from −1.6: stage (proposal +0.9,
 * negotiation +2), each activity of the last month +0.2 up to ten, each time the close date was pushed −0.9, a competitor −1.1,
 * an existing customer +0.9, the owner's skill 0.8, each 30 days in the stage beyond the first −0.4, discount above a fifth −0.5.
 * The close date slips with log-odds −1.3, +1.2 a push before, −0.2 an activity, −1.2 in negotiation, +0.8 within 20 days of it.
 */
export function writeDeals(ledger: Ledger): void {
  const { chance, days } = ledger;
  const owners = Array.from({ length: 24 }, (_, number) => ({ entity: `owner:${number + 1}`, skill: chance.normal() }));
  const opportunities = 3600;
  for (let n = 0; n < opportunities; n += 1) {
    const owner = owners[chance.int(owners.length)] ?? { entity: 'owner:1', skill: 0 };
    const entity = `opportunity:0065g00000A${String(n + 1).padStart(4, '0')}`;
    const opened = (n * (days + 60)) / opportunities - 90;
    const age = 15 + chance.int(120);
    const asked = opened + age;
    if (asked < 0) continue;
    const stage = chance.pick(['qualification', 'proposal', 'negotiation']);
    const inStage = Math.min(age, 1 + Math.floor(-35 * Math.log(1 - chance.next())));
    const pushes = chance.count(0.6);
    const activities = chance.count(3.5);
    const isCompeted = chance.yes(0.35);
    const isKnown = chance.yes(0.4);
    const discount = rounded(Math.max(0, 0.12 + 0.1 * chance.normal()), 2);
    const amount = rounded(25_000 * Math.exp(0.9 * chance.normal()), -2);
    const toClose = 5 + chance.int(85);
    const record = `crm/opportunities/0065g00000A${String(n + 1).padStart(4, '0')}`;
    const note = (values: Readonly<Record<string, number | string>>, day: number): void => ledger.note(entity, values, day, { record });
    note(
      { opened: 1, lead_source: chance.pick(['web', 'partner', 'event', 'outbound']), existing_customer: isKnown ? 'yes' : 'no' },
      opened,
    );
    note({ amount, discount, competitor: isCompeted ? 'yes' : 'no' }, asked - 1);
    note({ stage, stage_entered: 1 }, asked - inStage);
    note({ days_to_close: toClose }, asked - 0.5);
    for (let push = 0; push < pushes; push += 1) note({ close_date_pushed: 1 }, asked - chance.next() * age);
    for (let activity = 0; activity < activities; activity += 1) note({ activity: 1 }, asked - chance.next() * Math.min(30, age));
    const seen = { stage, activities, pushes, isCompeted, isKnown, inStage, discount, toClose };
    const won = chance.odds(winPull(seen) + 0.8 * owner.skill);
    const slipped = chance.odds(slipPull(seen));
    const decided = asked + toClose + (slipped ? 10 + chance.int(60) : 0);
    ledger.note(owner.entity, { decided: won ? 1 : 0 }, decided);
    ledger.ask(entity, asked, decided, { won, slipped }, { owner: owner.entity });
  }
}

type Seen = {
  readonly stage: string;
  readonly activities: number;
  readonly pushes: number;
  readonly isCompeted: boolean;
  readonly isKnown: boolean;
  readonly inStage: number;
  readonly discount: number;
  readonly toClose: number;
};

function winPull({ stage, activities, pushes, isCompeted, isKnown, inStage, discount }: Seen): number {
  return (
    -1.6 +
    (stage === 'negotiation' ? 2 : stage === 'proposal' ? 0.9 : 0) +
    0.2 * Math.min(10, activities) -
    0.9 * pushes -
    (isCompeted ? 1.1 : 0) +
    (isKnown ? 0.9 : 0) -
    0.4 * Math.max(0, inStage / 30 - 1) -
    (discount > 0.2 ? 0.5 : 0)
  );
}

function slipPull({ stage, activities, pushes, toClose }: Seen): number {
  return -1.3 + 1.2 * pushes - 0.2 * activities - (stage === 'negotiation' ? 1.2 : 0) + (toClose < 20 ? 0.8 : 0);
}

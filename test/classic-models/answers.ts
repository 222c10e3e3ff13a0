import { describe, expect, it } from 'vitest';
import { policy } from '../../classic-models/optimal-price/price.ts';
import { inputsOf, score } from '../../src/scoring/serving/score.ts';
import { readBody } from '../../src/scoring/serving/body.ts';
import { fittedModel, modelOf, today } from './trained.ts';

const first = { item_id: 'A100', quantity: 5, customer_segment: 'ENTERPRISE', historical_margin: 0.35 };
const second = {
  transaction_id: 'SO123456',
  item_id: 'A100',
  customer_segment: 'ENTERPRISE',
  historical_90d_qty: 1500,
  competitor_price_index: 0.98,
  raw_material_cost_current: 4.5,
};

/** What each model's answer says beyond its number. Run with the table of all models, so that each is trained once. */
export function describeAnswers(): void {
  describe('optimal-price', () => {
    it.each([first, second])("answers the ERP's own script: %j", async (body) => {
      const { askFor, model } = await fittedModel('optimal-price');
      const { output } = await askFor('item:A100', today, body);
      const { recommended_price: price, current_price: current } = model.output.parse(output) as Record<string, number>;
      expect(price).toBeGreaterThan(0);
      expect(Math.abs((price ?? 0) / (current ?? 1) - 1)).toBeLessThan(policy.maxStep + 0.005);
    });

    it('is asked about the item, whatever else the body names first', () => {
      expect(readBody(modelOf('optimal-price'), second)).toMatchObject({ entity: 'item:A100', given: { transaction_id: 'SO123456' } });
    });

    it('answers the second body without any system behind it: the cost follows from the raw material', async () => {
      const { ask } = await fittedModel('optimal-price');
      const { output } = ask(second);
      expect(output['recommended_price']).toBeGreaterThan(4.5);
      expect(() => ask(first)).toThrow(/needs unit_cost, raw_material_cost_current or current_price/);
    });

    it('goes up where customers hardly mind, down where they do, and never further than policy lets it', async () => {
      const { ask } = await fittedModel('optimal-price');
      const priced = (more: object) => ask({ item_id: 'A100', unit_cost: 6, current_price: 9, ...more }).output;
      const [loyal, keen] = [priced({ customer_segment: 'SMB' }), priced({ customer_segment: 'ENTERPRISE' })];
      expect(Number(loyal['elasticity'])).toBeGreaterThan(Number(keen['elasticity']));
      expect(Number(loyal['recommended_price'])).toBeGreaterThanOrEqual(Number(keen['recommended_price']));
      expect(loyal).toMatchObject({ bound_applied: 'max-step', recommended_price: 9.9, needs_review: false });
      expect(priced({ customer_segment: 'SMB', competitor_price_index: 0.85 })).toMatchObject({
        bound_applied: 'max',
        recommended_price: 8.42,
      });
    });

    it('keeps the least margin where bounds contradict each other, and asks for a person', async () => {
      const { ask } = await fittedModel('optimal-price');
      const { output } = ask({ item_id: 'A100', unit_cost: 10, current_price: 9 });
      expect(output).toMatchObject({ recommended_price: 11.76, bound_applied: 'min-margin', needs_review: true });
    });

    it('lets stock that lies be cheaper', async () => {
      const { ask } = await fittedModel('optimal-price');
      const at = (days: number) =>
        Number(
          ask({ item_id: 'A100', unit_cost: 6, current_price: 9.6, customer_segment: 'ENTERPRISE', stock_days: days }).output[
            'recommended_price'
          ],
        );
      expect(at(485)).toBeLessThan(at(60));
    });

    it('its rule is cost plus the usual margin', () => {
      const model = modelOf('optimal-price');
      const answer = score(model, undefined, inputsOf(model, { unit_cost: 6.5, historical_margin: 0.35 }, undefined, today));
      expect(answer.output).toMatchObject({ recommended_price: 10, elasticity: null, bound_applied: null });
    });
  });

  describe('cash-flow', () => {
    const body = {
      open_items: [
        { item: 'R1', kind: 'receivable', amount: 50_000, due_in_days: 5, late_p10: -1, late_p50: 4, late_p90: 15 },
        { item: 'P1', kind: 'payable', amount: -80_000, due_in_days: 20, late_p10: 0, late_p50: 1, late_p90: 3 },
      ],
      opening_balance: 10_000,
    };
    type Weeks = { week: number; mean: number; low: number; high: number; low95: number; high95: number }[];

    it('gives a position and its intervals for each of 13 weeks, and the week of the gap', async () => {
      const { ask } = await fittedModel('cash-flow');
      const { output } = ask(body);
      // The schema of the output was checked by the score.
      const weeks = output['weeks'] as unknown as Weeks;
      expect(weeks.map(({ week }) => week)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
      for (const { mean, low, high, low95, high95 } of weeks) {
        expect(low95).toBeLessThanOrEqual(low);
        expect(low).toBeLessThanOrEqual(mean);
        expect(mean).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(high95);
      }
      expect(output['gap_week']).toBeGreaterThan(1);
      expect(ask({ ...body, opening_balance: 5_000_000 }).output['gap_week']).toBeNull();
      expect(ask({ ...body, opening_balance: 5_000_000, least_cash: 9_000_000 }).output['gap_week']).toBe(1);
    });

    it('says what makes it uncertain, and why it differs from a week ago', async () => {
      const { ask } = await fittedModel('cash-flow');
      const before = [
        { item: 'R1', kind: 'receivable', amount: 50_000, due_in_days: 12, late_p10: -1, late_p50: 4, late_p90: 15 },
        { item: 'R0', kind: 'receivable', amount: 7000, due_in_days: 30, late_p10: -1, late_p50: 4, late_p90: 15 },
      ];
      const { output } = ask({ ...body, open_items_before: before });
      const change = output['change'] as unknown as { kinds: Record<string, number>; items: { item: string; kind: string }[] };
      expect(change.kinds['new']).toBeCloseTo(-80_000, 0);
      expect(change.kinds['dropped']).toBeCloseTo(-7000, -2);
      expect(change.items[0]).toMatchObject({ item: 'P1', kind: 'new' });
      const shares = output['uncertainty'] as unknown as { source: string; share: number }[];
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      expect(ask(body).output['change']).toBeNull();
    });

    it('names the item whose amount is none', async () => {
      const { ask } = await fittedModel('cash-flow');
      expect(() => ask({ ...body, open_items: [{ item: 'R1', due_in_days: 3 }] })).toThrow(/open_items\.0\.amount has to be a number/);
    });
  });

  describe('demand', () => {
    const weekly = Array.from({ length: 140 }, (_, week) => 80 + ((week * 37) % 21));
    it('asks for more stock where more service is promised or lead times are long and unsteady', async () => {
      const { ask } = await fittedModel('demand');
      const stock = (more: object) =>
        ask({ weekly_demand: weekly, lead_time_days: 21, lead_time_sd_days: 3, service_level: 0.95, ...more }).output;
      const usual = stock({});
      expect(Number(stock({ service_level: 0.99 })['safety_stock'])).toBeGreaterThan(Number(usual['safety_stock']));
      expect(Number(stock({ lead_time_sd_days: 10 })['safety_stock'])).toBeGreaterThan(Number(usual['safety_stock']));
      expect(Number(stock({ lead_time_days: 42 })['reorder_point'])).toBeGreaterThan(Number(usual['reorder_point']));
      expect(usual['forecast']).toHaveLength(13);
    });

    it('reads the stock of an item that sells now and then off its own past', async () => {
      const { ask } = await fittedModel('demand');
      const rare = Array.from({ length: 120 }, (_, week) => (week % 4 === 0 ? 10 : 0));
      const { output } = ask({ weekly_demand: rare, lead_time_days: 14, service_level: 0.95 });
      expect(['croston', 'sba', 'tsb']).toContain(output['method']);
      expect(output['reorder_point']).toBe(10);
    });
  });

  describe('close-bottleneck', () => {
    const task = (id: string, after: string, hours: number) => ({ task: id, depends_on: after, hours_p50: hours, hours_p90: hours * 1.5 });
    const body = { task_kind: 'intercompany', task_key: 'ic', documents: 900, open_exceptions: 6, preparer_tasks: 6, usual_hours: 10 };

    it('puts the task that holds up the close before those that wait anyway', async () => {
      const { ask } = await fittedModel('close-bottleneck');
      const list = [task('cut', '', 1), task('ic', 'cut', 8), task('bank', 'cut', 2), task('review', 'ic bank', 2)];
      const { output } = ask({ ...body, close_tasks: list });
      expect(output['priority']).toBe(1);
      expect(Number(output['critical'])).toBeGreaterThan(0.9);
      expect((output['order'] as string[]).indexOf('ic')).toBeLessThan((output['order'] as string[]).indexOf('bank'));
    });

    it('has hours and no priority without the list, and names tasks that wait for one another', async () => {
      const { ask } = await fittedModel('close-bottleneck');
      expect(ask(body).output).toMatchObject({ priority: null, order: [] });
      expect(() => ask({ ...body, close_tasks: [task('ic', 'b', 1), task('b', 'ic', 1)] })).toThrow(/wait for one another/);
    });
  });

  describe('spend-to-account and journal-account', () => {
    it('code what they know, and leave to a person what they do not', async () => {
      const { ask } = await fittedModel('spend-to-account');
      expect(ask({ description: 'laptop dock monitor', supplier: 'V0999' }).output).toMatchObject({ account: '6450' });
      const odd = ask({ description: 'zzyzx qwfp', supplier: 'V0999' }).output;
      expect(odd['account']).toBeNull();
      expect(Number(odd['confidence'])).toBeLessThan(0.8);
    });

    it('explain a line by its own words', async () => {
      const { ask } = await fittedModel('spend-to-account');
      const { factors } = ask({ description: 'electricity meter', supplier: 'V0001' });
      const words = factors.find(({ feature }) => feature === 'description');
      expect(words?.contribution).toBeGreaterThan(0);
      for (const piece of (typeof words?.value === 'string' ? words.value : 'nothing').split(' · '))
        expect(' electricity meter ').toContain(piece);
    });

    it('the band follows from the amount where it is not given', async () => {
      const { askFor, rows } = await fittedModel('journal-account');
      const last = rows.at(-1);
      const { vendor, header_text: text, tax_code: code, amount, amount_band: band } = last?.values ?? {};
      const { ask } = await fittedModel('journal-account');
      const whole = ask({ vendor, header_text: text, tax_code: code, amount_band: band }).output;
      expect(ask({ vendor, header_text: text, tax_code: code, amount }).output).toEqual(whole);
      expect((await askFor(last?.entity ?? '', last?.asOf ?? today)).output).toEqual(whole);
    });
  });

  describe('journal-anomaly', () => {
    const usual = {
      amount: 4000.13,
      account: '6100',
      account_pair: '6100-1600',
      source: 'payables',
      posted_hour: 10,
      weekday: '2',
      poster_pair_entries: 12,
    };
    it('lets the usual pass and says in words what is odd', async () => {
      const { ask } = await fittedModel('journal-anomaly');
      expect(ask(usual).output).toMatchObject({ suggested_action: 'post' });
      const night = ask({ ...usual, source: 'manual', posted_hour: 2, weekday: '0', poster_pair_entries: 0 }).output;
      expect(night).toMatchObject({ suggested_action: 'review' });
      expect(night['reasons']).toEqual(
        expect.arrayContaining(['posted on a weekend', 'posted at night', 'first entry of the poster to this pair']),
      );
      const high = ask({ ...usual, amount: 90_000.37 }).output;
      expect(high['reasons']).toEqual(expect.arrayContaining(['high log_amount for its account']));
    });
  });

  describe('root-cause', () => {
    it('names what lies where incidents are, and power where neither torque nor speed alone is odd', async () => {
      const { ask } = await fittedModel('root-cause');
      const usual = {
        extruder_temperature: 210,
        pressure: 6,
        humidity: 50,
        tool_wear: 90,
        viscosity: 300,
        torque: 40,
        speed: 60,
        feed_rate: 12,
        coolant_flow: 20,
      };
      const firstOf = (body: object) => (ask(body).output['causes'] as unknown as { feature: string; share: number }[])[0];
      expect(firstOf({ ...usual, pressure: 4.8 })).toMatchObject({ feature: 'pressure' });
      expect(firstOf({ ...usual, humidity: 82 })).toMatchObject({ feature: 'humidity' });
      expect(firstOf({ ...usual, torque: 49, speed: 73 })).toMatchObject({ feature: 'power' });
    });
  });

  describe('quality-defect', () => {
    const lot = (heat: number, shake: number, drift: number) => ({
      readings: Array.from({ length: 12 }, (_, at) => [
        { metric: 'temperature', minutes_before: 239 - 20 * at, value: heat },
        { metric: 'pressure', minutes_before: 239 - 20 * at, value: 6 + (at % 2 === 0 ? shake : -shake) },
        { metric: 'torque', minutes_before: 239 - 20 * at, value: 40 + (drift * at) / 3 },
      ]).flat(),
      batch_age: 20,
      humidity: 55,
      shift: 'early',
      line: 'L1',
      recipe: 'R1',
    });

    it('sees a hot, a shaking and a drifting window', async () => {
      const { ask } = await fittedModel('quality-defect');
      const risk = (heat: number, shake: number, drift: number) => Number(ask(lot(heat, shake, drift)).output['defect_probability']);
      expect(risk(190, 0.3, 0)).toBeGreaterThan(risk(181, 0.3, 0));
      expect(risk(182, 1, 0)).toBeGreaterThan(risk(182, 0.2, 0));
      expect(risk(182, 0.3, 1)).toBeGreaterThan(risk(182, 0.3, -0.5));
    });

    it('tells a metric that was silent', async () => {
      const { ask } = await fittedModel('quality-defect');
      const { readings, ...rest } = lot(182, 0.3, 0);
      const { notes } = ask({ ...rest, readings: readings.filter(({ metric }) => metric !== 'torque') });
      expect(notes.map(({ field, treatment }) => `${field} ${treatment}`)).toContain('torque_mean missing');
    });
  });
}

/** A body that is answered, what it says about the leading output, and the features that move it: name, low value, high value. */
export type Case = {
  readonly id: string;
  readonly head: string;
  readonly metric: string;
  readonly atLeast: number;
  /** What an answer that is always the same reaches by the same metric. */
  readonly constant: number;
  /** The number that moves; none where the answer is something else. */
  readonly output?: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Towards the higher output: from this value to that. */
  readonly raises?: readonly (readonly [feature: string, low: unknown, high: unknown])[];
};

const probability = { metric: 'auc', constant: 0.5 } as const;
const quarters = Array.from({ length: 130 }, (_, week) => 100 + 30 * ((week % 52) / 52) + (week % 7));
const reading = (metric: string, value: number) =>
  Array.from({ length: 6 }, (_, at) => ({ metric, minutes_before: 200 - 40 * at, value: value + (at % 2) / 10 }));
export const cases: readonly Case[] = [
  {
    ...probability,
    id: 'attrition',
    head: 'left',
    atLeast: 0.75,
    output: 'attrition_risk_score',
    body: {
      tenure_days: 1500,
      days_since_promotion: 700,
      compa_ratio: 1,
      survey_score: 3.4,
      rating: 3,
      promotion_denied: 0,
      manager_changed: 0,
    },
    raises: [
      ['days_since_promotion', 200, 1100],
      ['compa_ratio', 1.15, 0.85],
      ['survey_score', 4.5, 2],
      ['promotion_denied', 0, 1],
    ],
  },
  {
    ...probability,
    id: 'deal',
    head: 'won',
    atLeast: 0.72,
    output: 'win_probability',
    body: {
      stage: 'proposal',
      amount: 20_000,
      activities_30d: 3,
      close_date_pushes: 0,
      competitor: 'no',
      existing_customer: 'no',
      days_in_stage: 20,
    },
    raises: [
      ['stage', 'qualification', 'negotiation'],
      ['close_date_pushes', 3, 0],
      ['competitor', 'yes', 'no'],
      ['activities_30d', 0, 8],
    ],
  },
  {
    ...probability,
    id: 'late-payment',
    head: 'late',
    atLeast: 0.78,
    output: 'late_probability',
    body: { amount: 5000, usual_amount: 5000, terms_days: 30, days_late_mean: 2, days_late_last: 2, late_share: 0.3, disputed: 0 },
    raises: [
      ['days_late_mean', -4, 9],
      ['disputed', 0, 1],
      ['payment_index', -0.8, 0.8],
    ],
  },
  {
    ...probability,
    id: 'maintenance-failure',
    head: 'failed',
    atLeast: 0.68,
    output: 'failure_probability',
    body: { vibration_mean: 2.6, bearing_temperature_mean: 62, load: 0.7, alarms_14d: 1, outside_temperature: 15, days_since_service: 80 },
    raises: [
      ['vibration_mean', 2, 4],
      ['alarms_14d', 0, 4],
    ],
  },
  {
    ...probability,
    id: 'match',
    head: 'matched',
    atLeast: 0.82,
    output: 'match_probability',
    body: {
      amount_equal: 1,
      amount_ratio: 1,
      amount_remainder: 0,
      currency_equal: 1,
      days_apart: 3,
      counterparty_name: 0.7,
      reference_digits: 0.5,
    },
    raises: [
      ['counterparty_name', 0.3, 0.95],
      ['reference_digits', 0, 1],
    ],
  },
  {
    ...probability,
    id: 'renewal',
    head: 'churned',
    atLeast: 0.7,
    output: 'churn_probability',
    body: {
      current_amount: 10_000,
      seats_used: 0.75,
      usage_slope: 0,
      support_cases: 2,
      recommend_score: 7,
      sponsor_left: 0,
      price_increase: 3,
    },
    raises: [
      ['seats_used', 0.95, 0.4],
      ['usage_slope', 0.003, -0.003],
      ['sponsor_left', 0, 1],
      ['recommend_score', 10, 3],
    ],
  },
  {
    ...probability,
    id: 'supplier-risk',
    head: 'disrupted',
    atLeast: 0.75,
    output: 'risk_score',
    body: {
      delivery_delay_mean: 3,
      delivery_delay_max: 8,
      reject_rate: 0.05,
      financial_rating: 5,
      esg_score: 60,
      negative_news_90d: 0,
      single_source: 'no',
    },
    raises: [
      ['financial_rating', 2, 9],
      ['negative_news_90d', 0, 3],
      ['reject_rate', 0, 0.4],
    ],
  },
  {
    id: 'cash-flow',
    head: 'positions',
    metric: 'variance explained',
    atLeast: 0.5,
    constant: 0,
    body: {
      open_items: [
        { item: 'R1', kind: 'receivable', amount: 50_000, due_in_days: 5, late_p10: -1, late_p50: 4, late_p90: 15 },
        { item: 'P1', kind: 'payable', amount: -80_000, due_in_days: 20, late_p10: 0, late_p50: 1, late_p90: 3 },
      ],
      opening_balance: 10_000,
      other_flows: quarters,
    },
  },
  {
    id: 'close-bottleneck',
    head: 'hours',
    metric: 'variance explained',
    atLeast: 0.6,
    constant: 0,
    output: 'expected_hours',
    body: {
      task_kind: 'bank',
      documents: 500,
      open_exceptions: 1,
      preparer_tasks: 2,
      interface_failed: 0,
      usual_hours: 5,
      quarter_end: 'no',
    },
    raises: [
      ['open_exceptions', 0, 5],
      ['task_kind', 'cutoff', 'inventory'],
    ],
  },
  {
    id: 'demand',
    head: 'demand',
    metric: 'skill',
    atLeast: 0.1,
    constant: 0,
    body: { weekly_demand: quarters, lead_time_days: 21, service_level: 0.95 },
  },
  {
    id: 'journal-account',
    head: 'account',
    metric: 'accuracy',
    atLeast: 0.8,
    constant: 0.3,
    body: { vendor: 'V0001', header_text: 'freight invoice', amount: 500, tax_code: 'V1' },
  },
  {
    id: 'journal-anomaly',
    head: 'odd',
    metric: 'precision at k',
    atLeast: 0.55,
    constant: 0.05,
    output: 'anomaly_score',
    body: {
      amount: 4000,
      account: '6100',
      account_pair: '6100-1600',
      source: 'payables',
      posted_hour: 10,
      weekday: '2',
      poster_pair_entries: 12,
    },
    raises: [
      ['posted_hour', 10, 2],
      ['weekday', '2', '0'],
      ['poster_pair_entries', 12, 0],
    ],
  },
  {
    id: 'optimal-price',
    head: 'elasticity',
    metric: 'skill',
    atLeast: 0.05,
    constant: 0,
    body: { item_id: 'A100', unit_cost: 6, current_price: 9, customer_segment: 'SMB' },
  },
  {
    ...probability,
    id: 'quality-defect',
    head: 'defect',
    atLeast: 0.7,
    output: 'defect_probability',
    body: {
      readings: [...reading('temperature', 183), ...reading('pressure', 6), ...reading('torque', 40)],
      batch_age: 20,
      shift: 'early',
      humidity: 50,
    },
    raises: [
      ['batch_age', 10, 80],
      ['shift', 'early', 'night'],
    ],
  },
  {
    id: 'root-cause',
    head: 'causes',
    metric: 'first cause right',
    atLeast: 0.6,
    constant: 0.1,
    body: { extruder_temperature: 225, pressure: 6, humidity: 50, tool_wear: 90, viscosity: 300, torque: 40, speed: 60 },
  },
  {
    id: 'spend-to-account',
    head: 'account',
    metric: 'accuracy',
    atLeast: 0.8,
    constant: 0.2,
    body: { description: 'laptop docking station', supplier: 'V0003', department: 'it' },
  },
];

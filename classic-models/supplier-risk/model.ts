import { defineModel } from 'countersign';
import { binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

const levelOf = (risk: number): 'low' | 'medium' | 'high' => (risk >= 0.35 ? 'high' : risk >= 0.15 ? 'medium' : 'low');

/** The risk that a vendor fails us within 90 days. */
export const supplierRisk = defineModel({
  id: 'supplier-risk',
  version: '1.0.0',
  title: 'Supplier risk',
  entity: 'vendor',
  ids: ['vendor_id'],
  features,
  heads: { disrupted: binaryHead({ target: 'disrupted' }) },
  // What buyers do today: the scorecard of delivery and financial rating.
  rule: ({ delivery_delay_mean: delay, financial_rating: rating }) => {
    const points = (typeof delay === 'number' && delay > 5 ? 1 : 0) + (typeof rating === 'number' && rating > 6 ? 1 : 0);
    const risk = [0.08, 0.2, 0.4][points] ?? 0.08;
    return { output: { risk_score: risk, risk_level: levelOf(risk) } };
  },
  answer: ({ disrupted }) => {
    const risk = typeof disrupted?.value === 'number' ? disrupted.value : Number.NaN;
    return { output: { risk_score: risk, risk_level: levelOf(risk) } };
  },
  leading: 'disrupted',
  judgedBy: { output: 'risk_score', target: 'disrupted', kind: 'binary' },
  card: {
    purpose: 'Says how probable a disruption by a vendor is within 90 days: a missed delivery that stops a line, or an insolvency',
    decides: 'Nothing: a buyer reads the score and decides',
    limits: [
      'Until a version is approved the rule answers: one point for delays above five days, one for a rating above six',
      'Ratings and news come from outside and late; an old rating is told with the answer',
      'A vendor without a delivery in a quarter is not scored',
    ],
    owner: 'Procurement',
  },
  output,
});

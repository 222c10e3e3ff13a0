import { defineModel } from 'countersign';
import { binaryHead } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';

const levelOf = (risk: number): 'low' | 'medium' | 'high' => (risk >= 0.3 ? 'high' : risk >= 0.12 ? 'medium' : 'low');

/** The risk that an employee leaves within six months. */
export const attrition = defineModel({
  id: 'attrition',
  version: '1.0.0',
  title: 'Flight risk',
  entity: 'employee',
  ids: ['employee_id'],
  features,
  heads: { left: binaryHead({ target: 'left' }) },
  // What HR partners look at today: no promotion for three years, or a low survey score.
  rule: ({ days_since_promotion: since, survey_score: survey }) => {
    const isWaiting = typeof since === 'number' && since > 3 * 365;
    const isUnhappy = typeof survey === 'number' && survey < 2.5;
    const risk = isWaiting && isUnhappy ? 0.35 : isWaiting || isUnhappy ? 0.18 : 0.08;
    return { output: { attrition_risk_score: risk, risk_level: levelOf(risk) } };
  },
  answer: ({ left }) => {
    const risk = typeof left?.value === 'number' ? left.value : Number.NaN;
    return { output: { attrition_risk_score: risk, risk_level: levelOf(risk) } };
  },
  leading: 'left',
  judgedBy: { output: 'attrition_risk_score', target: 'left', kind: 'binary' },
  card: {
    purpose: 'Says how probable it is that an employee leaves within six months, so that somebody talks to them in time',
    decides: 'Nothing: a manager and the HR partner read it and decide; it is not for pay, promotion or dismissal',
    limits: [
      'Until a version is approved the rule answers: no promotion for three years, or a survey score below 2.5',
      'Age and gender are never inputs; the report compares the errors of the groups',
      'Pay enters as a band and a ratio, never as an amount',
      'What happens in private life is not known to it and not asked for',
    ],
    owner: 'Human resources',
  },
  output,
});

import type { Bench, BenchOptions, Figures, Goal } from '../claim.ts';
import { collections } from './collections.ts';
import { hasData, missingData } from './data.ts';
import { latePaymentAuc, quality } from './quality.ts';
import { hasReference, missingReference } from './reference.ts';
import { speed } from './speed.ts';
import { anomalies, machines, spend, weekly } from './tasks.ts';

const goals: readonly Goal[] = [
  { key: 'auc_mean_delta', atLeast: -0.003, says: 'mean AUC over five tables less XGBoost, same splits, matched configuration' },
  { key: 'auc_worst_delta', atLeast: -0.006, says: 'the worst of the five' },
  { key: 'logistic_delta', atMost: 0.001, says: "AUC of logistic regression from scikit-learn's, the farthest of the five" },
  { key: 'late_payment_auc', atLeast: 0.86, says: 'late payment by time, without Disputed' },
  { key: 'm4_weekly_owa', atMost: 0.93, aim: 0.9, says: 'M4 weekly, OWA as M4 defines it' },
  { key: 'spend_accuracy', atLeast: 0.72, says: 'spend to ledger account, three quarters to the fourth' },
  { key: 'spend_over_majority', atLeast: 0.05, says: "that over the supplier's usual account" },
  { key: 'mammography_auc', atLeast: 0.85, says: 'isolation forest, mean of five seeds' },
  {
    key: 'train_cpu_vs_histgb',
    atMost: 2,
    gate: 2.6,
    says: 'training 200,000 × 30, 100 trees × 31 leaves: CPU over HistGradientBoosting, one thread',
  },
  { key: 'train_wall_vs_histgb', atMost: 1.3, gate: 2.2, says: 'the same by the clock, two threads on both sides' },
  { key: 'row_p50_us', atMost: 10, gate: 40, says: 'one row of 200 trees, microseconds' },
  { key: 'rows_per_s', atLeast: 200_000, gate: 70_000, says: 'rows a second of processor time in batch' },
  { key: 'shap_rows_per_s', atLeast: 5000, gate: 1700, says: 'rows explained a second of processor time' },
  { key: 'shap_sum_error', atMost: 1e-9, says: 'contributions against the margin' },
  {
    key: 'ai4i_caught_vs_calendar',
    atLeast: 3,
    says: 'AI4I failures caught over a wear calendar at as many work orders, replaced at 210 min',
  },
  { key: 'ai4i_causes_top3', atLeast: 0.85, says: 'the documented cause of a failure among the first three of fifteen' },
  { key: 'collections_wape', atMost: 0.22, gate: 0.26, says: 'weekly collections on the receivables table' },
];

export const learning: Bench = {
  name: 'learning',
  says: 'numeric models beside scikit-learn and XGBoost on the same rows, and what they do on data with known truth',
  goals,
  run,
};

async function run({ isQuick, tell }: BenchOptions): Promise<Figures> {
  if (!hasData()) {
    tell(missingData);
    return {};
  }
  const live = hasReference();
  if (!live) tell(missingReference);
  const compared = live ? { ...(await quality(tell)), ...(await speed(isQuick ? 1 : 3, tell)) } : {};
  return {
    ...compared,
    ...(await latePaymentAuc(tell)),
    ...weekly(tell),
    ...spend(tell),
    ...anomalies(tell),
    ...machines(tell),
    ...(await collections(tell)),
  };
}

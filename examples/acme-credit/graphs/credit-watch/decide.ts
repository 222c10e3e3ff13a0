import { addDecimal, compareDecimal } from 'countersign';
import type { CreditPosition } from '../../tools/read-credit-position.ts';
import type { Mapping } from './mapping.ts';

/** Why somebody should look: blocked already, above the limit, or nearly there. */
export type Concern = 'blocked' | 'over' | 'near';

export type Decision = { readonly kind: 'calm' } | { readonly kind: 'unknown' } | { readonly kind: 'warn'; readonly concern: Concern };

/** What a customer's credit means for a changed order; pure, so it is tested as a table. */
export function decide(position: CreditPosition, mapping: Mapping): Decision {
  if (position.orderBlocked || position.accountBlocked) return { kind: 'warn', concern: 'blocked' };
  const { exposure, limit } = position;
  // Amounts in two currencies have no ratio, and a guess would be worse than a question.
  if (!exposure || exposure.currency !== limit.currency) return { kind: 'unknown' };
  if (compareDecimal(exposure.amount, limit.amount) > 0) return { kind: 'warn', concern: 'over' };
  const reached = compareDecimal(times(100, exposure.amount), times(mapping.warnAtPercent, limit.amount)) >= 0;
  return reached ? { kind: 'warn', concern: 'near' } : { kind: 'calm' };
}

/** exposure / limit ≥ 90 / 100 without a division: 100 × exposure ≥ 90 × limit, exact to the last cent. */
function times(count: number, amount: string): string {
  return Array.from({ length: count }, () => amount).reduce(addDecimal, '0');
}

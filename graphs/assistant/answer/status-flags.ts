import type { Reading } from '../../order-status/status.ts';

/** What is true of an order beside its status, so that a sentence may say it. */
export function statusesToldBy(reading: Reading) {
  const { lines, status } = reading;
  return {
    told: lines,
    flags: {
      isDelayed: reading.isDelayed,
      isRejected: status === 'rejected',
      isPartial:
        lines.some((line) => line.status === 'partial' || line.status === 'open') &&
        lines.some((line) => line.status === 'shipped' || line.status === 'partial'),
      isShipped: ['shipped', 'delivered', 'invoiced', 'paid'].includes(status),
      isDelivered: ['delivered', 'invoiced', 'paid'].includes(status),
      isInvoiced: ['invoiced', 'paid'].includes(status),
      isPaid: status === 'paid',
    },
  };
}

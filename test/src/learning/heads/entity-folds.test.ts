import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../src/contracts/models.ts';
import { createRandom } from '../../../../src/learning/core/random.ts';
import { binaryHead, boosting } from '../../../../src/learning/heads/index.ts';

/** Records that come again every month: a fingerprint that tells nothing but who it is, and an outcome that is the record's own. */
function monthly(): Example[] {
  const random = createRandom(5);
  const people = Array.from({ length: 80 }, (_, at) => ({
    entity: `employee:${at}`,
    fingerprint: random.next(),
    leaves: random.next() < 0.4,
  }));
  return Array.from({ length: 12 }, (_, month) =>
    people.map(({ entity, fingerprint, leaves }): Example => ({
      entity,
      asOf: new Date(Date.UTC(2025, month, 1)).toISOString(),
      outcomeAt: new Date(Date.UTC(2026, month, 1)).toISOString(),
      values: { fingerprint },
      targets: { left: leaves },
    })),
  ).flat();
}

describe('records that come again', () => {
  it('are kept on one side: a model that only remembers who somebody is looks no better than chance', async () => {
    const head = binaryHead({ target: 'left', candidates: [boosting({ objective: 'logistic' }, { trees: 40 })] });
    const feature = {
      name: 'fingerprint',
      kind: 'number',
      description: 'tells who it is',
      class: 'public',
      source: 'x.y',
      from: { of: 'self', observation: 'fingerprint', take: 'latest' },
    } as const;
    const { report } = await head.fit(monthly(), [feature], { seed: 1 });
    const auc = report.metrics.find(({ name }) => name === 'auc');
    expect(auc?.value).toBeLessThan(0.65);
    // Remembering does not make boosting the champion either.
    expect(report.algorithm).toContain('logistic');
  });
});

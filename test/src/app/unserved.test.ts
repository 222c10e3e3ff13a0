import { describe, expect, it } from 'vitest';
import { workflows } from '../../../graphs/index.ts';
import { unservedBy } from '../../../src/app/unserved.ts';
import { memoryConnection } from '../../../src/testing/index.ts';

const config = { systems: { erp: 'erp', crm: 'crm' } };
const served = (workflowId: string): string[] =>
  workflows.find(({ id }) => id === workflowId)?.requires?.flatMap((tool) => (tool.system === 'crm' ? tool.needs : [])) ?? [];

describe('what a workflow needs and nobody serves', () => {
  it('is named once for each operation, with its system', () => {
    const missing = unservedBy(
      { connections: new Map(), config },
      workflows.find(({ id }) => id === 'mirror-order'),
    );
    expect(missing).toContain('crm: mirrors.find');
    expect(new Set(missing).size).toBe(missing.length);
  });

  it('is nothing where the connections serve all of it, and for a workflow that requires nothing', () => {
    const crm = memoryConnection({ name: 'crm', ports: {}, operations: served('mirror-order') });
    expect(
      unservedBy(
        { connections: new Map([['crm', crm]]), config },
        workflows.find(({ id }) => id === 'mirror-order'),
      ),
    ).toEqual([]);
    expect(
      unservedBy(
        { connections: new Map(), config },
        workflows.find(({ id }) => id === 'order-status'),
      ),
    ).toEqual([]);
  });
});

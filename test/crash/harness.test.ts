import { describe, expect, it } from 'vitest';
import { probeLabels } from '../../src/flow/parts.ts';
import { countEffects } from './examine.ts';
import { crashInProcess } from './in-process.ts';
import { killProcesses } from './kills.ts';
import { verdict } from './report.ts';
import { aNewKeyForEveryAttempt, noMemoryOfSending, noRecovery } from './sabotage.ts';
import { freshTally } from './tally.ts';

const noKills = { lost: [], duplicated: [], broken: [], effects: 0, faults: {}, kills: 0, whileSending: 0, tally: freshTally() };

describe('the crash harness', () => {
  it('finds nothing lost, doubled or broken after crashes at every boundary', { timeout: 120_000 }, async () => {
    const report = await crashInProcess({ points: 40, seed: 7 });
    expect(report).toMatchObject({ lost: [], duplicated: [], broken: [] });
    expect(report.effects).toBeGreaterThan(40);
    expect(probeLabels.filter((label) => report.tally[label] === 0)).toEqual([]);
  });

  it(
    'finds nothing lost, doubled or broken after real kills, one of them while an effect was being sent',
    { timeout: 120_000 },
    async () => {
      const report = await killProcesses({ kills: 4, seed: 7 });
      expect(report).toMatchObject({ lost: [], duplicated: [], broken: [], kills: 4 });
      expect(report.whileSending).toBeGreaterThan(0);
    },
  );

  it('turns red when every attempt gets a key of its own', { timeout: 120_000 }, async () => {
    const report = await crashInProcess({ points: 8, seed: 7, sabotage: aNewKeyForEveryAttempt, patienceMs: 8000 });
    expect(report.duplicated.length).toBeGreaterThan(0);
    expect(verdict({ seed: 7, seconds: 0, killed: noKills, crashed: report }).red).toBe(true);
  });

  it('turns red when sending is not remembered and the target would take a second one', { timeout: 120_000 }, async () => {
    const report = await crashInProcess({ points: 30, seed: 7, idempotency: 'lookup', sabotage: noMemoryOfSending, patienceMs: 6000 });
    expect(report.duplicated.filter((found) => found.includes('times')).length).toBeGreaterThan(0);
  });

  it('turns red when nobody takes over what a dead worker held', { timeout: 120_000 }, async () => {
    const report = await crashInProcess({ points: 6, seed: 7, sabotage: noRecovery, patienceMs: 4000 });
    expect(report.lost.length).toBeGreaterThan(0);
    expect(report.broken.length).toBeGreaterThan(0);
  });
});

describe('the verdict', () => {
  const effect = {
    key: 'CS-A',
    proposalId: 'prp_1',
    runId: 'run_1',
    workflow: 'order-status',
    slot: 'task',
    tool: 'crm.create-task',
    connection: 'crm',
    target: { type: 'Task' },
    state: 'applied',
    requestHash: '',
    attempts: 1,
    lookups: 0,
    updatedAt: '',
  } as const;
  const made = { operation: 'create', type: 'Task', id: '00T1', key: 'CS-A', seq: 1, at: '', face: 'salesforce' } as const;

  it('calls an effect that is applied in the ledger and was never made lost', () => {
    expect(countEffects([effect], [])).toMatchObject({ lost: [expect.stringContaining('never made')], duplicated: [] });
  });

  it('calls an effect that was made twice, or that nobody reserved, duplicated', () => {
    expect(countEffects([effect], [made, { ...made, id: '00T2', seq: 2 }]).duplicated).toHaveLength(1);
    expect(countEffects([effect], [made, { ...made, key: 'CS-B', seq: 2 }]).duplicated).toHaveLength(1);
  });

  it('is red when a full run left a boundary out or hardly ever killed while sending', () => {
    const clean = { lost: [], duplicated: [], broken: [], effects: 1, faults: {} };
    const tally = { ...freshTally() };
    for (const label of probeLabels) tally[label] = 20;
    expect(verdict({ seed: 1, seconds: 1, killed: noKills, crashed: { ...clean, points: 2000, tally } }).red).toBe(false);
    const report = verdict({
      seed: 1,
      seconds: 1,
      killed: noKills,
      crashed: { ...clean, points: 2000, tally: { ...tally, 'effect.sent': 19 } },
    });
    expect(report).toMatchObject({ red: true, tooFew: ['fewer than 20 crashes at effect.sent'] });
    const fewSending = { ...noKills, kills: 60, whileSending: 9 };
    expect(verdict({ seed: 1, seconds: 1, killed: fewSending, crashed: { ...clean, points: 1, tally } }).red).toBe(true);
  });
});

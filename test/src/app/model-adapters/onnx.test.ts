import { describe, expect, it } from 'vitest';
import { createModelRuntime } from '../../../../src/app/model-adapters/index.ts';
import { sleep } from '../../../../src/app/system.ts';
import { silentLog } from '../../../../src/contracts/log.ts';
import type { Head, ModelDefinition } from '../../../../src/contracts/models.ts';
import { importVersion, type OnnxImport } from '../../../../src/scoring/import/index.ts';
import { loadVersion } from '../../../../src/scoring/serving/loaded.ts';
import { inputsOf, scoreLater } from '../../../../src/scoring/serving/score.ts';
import { smallModel } from '../../../support/small-model.ts';
import { examples, levels, stamp } from '../../scoring/import/foreign.ts';
import { createOnnxModels } from '../../../../src/app/model-adapters/onnx.ts';
import { readOnnx } from '../../../../src/scoring/import/onnx-file.ts';
import { tableOnnx, type TableOnnx } from '../../../support/table-onnx.ts';

const missing: string | undefined = await import('onnxruntime-node').then(
  () => undefined,
  () => 'the optional package onnxruntime-node is not installed',
);
const two = {
  weights: [
    [1, -1],
    [0.5, 0],
    [0, 2],
  ],
  bias: [0, 0.1],
} as const;
const file = (more: Partial<TableOnnx> = {}): Uint8Array => readOnnx(tableOnnx({ ...two, answer: 'classes', ...more })).bytes;
const row = Float64Array.of(0.5, -1, 0.25);
// Logits 0.5·1 − 1·0.5 = 0 and −0.5·1 + 0.25·2 + 0.1 = 0.1.
const margin = 0.1 - 0;
const probability = 1 / (1 + Math.exp(-margin));

describe.skipIf(missing !== undefined)(`ONNX in this process${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it.each([['classes'], ['zipmap']] as const)('gives the probabilities of %s', async (answer) => {
    const models = createOnnxModels();
    const said = await models.open(file({ answer })).run(row, 'probabilities');
    expect(said).toHaveLength(2);
    expect(said[1]).toBeCloseTo(probability, 6);
    expect((said[0] ?? 0) + (said[1] ?? 0)).toBeCloseTo(1, 6);
    await models.close();
  });

  it('opens a file once, and answers many rows at once', async () => {
    const models = createOnnxModels();
    const session = models.open(file({ weights: [[1], [2], [3]], bias: [0.5], answer: 'logit' }));
    const said = await Promise.all([0, 1, 2, 3].map((n) => session.run(Float64Array.of(n, 0, 0), 'answer')));
    expect(said.map((values) => values[0])).toEqual([0.5, 1.5, 2.5, 3.5]);
    await models.close();
  });

  it('a row of another width and an operator nobody has are told, never as a stack', async () => {
    const models = createOnnxModels();
    await expect(models.open(file()).run(Float64Array.of(1), 'probabilities')).rejects.toMatchObject({
      code: 'state.invalid',
      message: 'The ONNX model cannot be run on a row of 1 columns',
    });
    const foreign = file({ foreign: { domain: 'acme', type: 'Warp' } });
    await expect(models.open(foreign).run(row, 'probabilities')).rejects.toMatchObject({
      code: 'input.invalid',
      message: expect.stringContaining('acme'),
    });
    await models.close();
  });
});

describe.skipIf(missing !== undefined)(`a version imported as ONNX${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it('is measured, stored, loaded and answers with its factors', async () => {
    const [late] = [smallModel.heads['late']] as [Head];
    const definition: ModelDefinition = {
      ...smallModel,
      heads: { late },
      answer: ({ late: said }) => ({ output: { late_probability: said?.value ?? null, days_late: 0 } }),
    };
    const runtime = createModelRuntime({ clock: { now: () => new Date() }, sleep, random: () => 0, log: silentLog, hosts: [] });
    const bytes = tableOnnx({
      weights: [
        [0, 0.1],
        [0, 1],
        [0, 0],
      ],
      bias: [0, -1],
      answer: 'zipmap',
    });
    const columns = ['days_late_mean', { as: 'one-hot', feature: 'region', levels }] satisfies OnnxImport['columns'];
    const made = await importVersion({ definition, heads: { late: { format: 'onnx', bytes, columns } }, examples, ...stamp, runtime });
    const loaded = loadVersion(definition, { ...made.version, number: 1 }, made.artefact, runtime);
    const answer = await scoreLater(
      definition,
      loaded,
      inputsOf(definition, { amount: 5, days_late_mean: 20, region: 'south' }, undefined, stamp.at),
    );
    expect(answer.output['late_probability']).toBeCloseTo(1 / (1 + Math.exp(-2)), 6);
    expect(answer.factors.map(({ feature }) => feature).toSorted()).toEqual(['days_late_mean', 'region']);
    expect(made.version.reports['late']?.metrics.find(({ name }) => name === 'auc')?.value).toBeGreaterThan(0.5);
    await runtime.close();
  });
});

describe('without the package', () => {
  it('the answer says what to install', async () => {
    const models = createOnnxModels(() => Promise.reject(new Error('Cannot find package')));
    await expect(models.open(file()).run(row, 'probabilities')).rejects.toMatchObject({
      code: 'capability.missing',
      message: expect.stringContaining('ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node'),
    });
    await models.close();
  });
});

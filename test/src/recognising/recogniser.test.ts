import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRecogniser, loadOnnxSession } from '../../../src/recognising/index.ts';
import { recogniserContract } from '../../contracts/recogniser.ts';
import { tinyOnnx } from '../../support/tiny-onnx.ts';
import { embedding, labels, sample, tableSession, vocabulary, weights } from './word-model.ts';

const parts = { name: 'words', vocabulary, labels, windowTokens: 24, overlapTokens: 8 };

recogniserContract('the decoder over a table', async () => createRecogniser({ ...parts, session: tableSession() }), sample);

describe('a recogniser', () => {
  it('never gives the model more tokens than it can read, a word of a hundred pieces included', async () => {
    const session = tableSession();
    const recogniser = createRecogniser({ ...parts, session });
    await recogniser.find(`${sample.text} `.repeat(20));
    expect(Math.max(...session.lengths)).toBeLessThanOrEqual(24);
    expect(session.lengths.length).toBeGreaterThan(1);
    await createRecogniser({ ...parts, session, windowTokens: 4 }).find(`Anne${'liese'.repeat(19)}`);
    expect(session.lengths.at(-1)).toBe(4);
  });

  it('closes its model once, however often it is closed itself', async () => {
    const session = tableSession();
    const recogniser = createRecogniser({ ...parts, session });
    await Promise.all([recogniser.close(), recogniser.close()]);
    expect(session.closed).toBe(1);
  });

  it('leaves out what the model is not sure enough of', async () => {
    const recogniser = createRecogniser({ ...parts, session: tableSession(), leastScore: 0.999 });
    expect(await recogniser.find(sample.text)).toEqual([]);
  });

  it('reads for an uncased model in lower case and without marks, and keeps the places of the text', async () => {
    const lower = vocabulary.map((piece) =>
      piece.startsWith('[')
        ? piece
        : piece
            .toLowerCase()
            .normalize('NFD')
            .replaceAll(/\p{Mn}/gu, ''),
    );
    const recogniser = createRecogniser({ ...parts, vocabulary: lower, session: tableSession(), lowerCase: true });
    const text = 'ÉMILIE, ANNE\u00adLIESE SMITH';
    expect((await recogniser.find(text)).map(({ start, end }) => text.slice(start, end))).toEqual(['ÉMILIE', 'ANNE\u00adLIESE SMITH']);
  });

  it.each([
    ['a vocabulary that is none', { vocabulary: ['a', 'b'] }, 'privacy.recogniser.vocabulary'],
    ['labels nobody knows', { labels: ['O', 'B-MISC'] }, 'privacy.recogniser.labels'],
  ])('refuses %s and names the setting', (_name, change, field) => {
    expect(() => createRecogniser({ ...parts, ...change, session: tableSession() })).toThrow(
      expect.objectContaining({ code: 'config.invalid', field }),
    );
  });

  it('refuses a model that has another number of labels than the file of labels', async () => {
    const recogniser = createRecogniser({ ...parts, labels: labels.slice(0, 4), session: tableSession() });
    await expect(recogniser.find('Smith')).rejects.toThrow(expect.objectContaining({ field: 'privacy.recogniser.labels' }));
  });
});

const missing: string | undefined = await import('onnxruntime-node').then(
  () => undefined,
  () => 'the optional package onnxruntime-node is not installed',
);
const folder = mkdtempSync(join(tmpdir(), 'countersign-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function modelFile(): string {
  const path = join(folder, 'tiny.onnx');
  writeFileSync(path, tinyOnnx(embedding, weights));
  return path;
}

if (missing === undefined) {
  recogniserContract('a model in ONNX', async () => createRecogniser({ ...parts, session: await loadOnnxSession(modelFile()) }), sample);
  it('a file that is no model is refused by its setting', async () => {
    const path = join(folder, 'none.onnx');
    writeFileSync(path, 'nothing');
    await expect(loadOnnxSession(path)).rejects.toThrow(
      expect.objectContaining({ code: 'config.invalid', field: 'privacy.recogniser.model' }),
    );
  });
} else {
  it('a model in ONNX keeps to the contract', ({ skip }) => skip(missing));
  it('without the package, a configured model is refused with what to install', async () => {
    await expect(loadOnnxSession(modelFile())).rejects.toThrow(
      expect.objectContaining({ code: 'capability.missing', message: expect.stringContaining('npm install onnxruntime-node') }),
    );
  });
}

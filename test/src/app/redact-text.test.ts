import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdRecogniser } from '../../../src/app/recogniser.ts';
import { detectorName, redactText } from '../../../src/app/redact-text.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createRecogniser } from '../../../src/recognising/index.ts';
import { labels, tableSession, vocabulary } from '../recognising/word-model.ts';

const parts = { name: 'onnx words', vocabulary, labels };

describe('redacting with a recogniser', () => {
  it('joins what the model found to what the rules found, and says so', async () => {
    const recogniser = createRecogniser({ ...parts, session: tableSession() });
    const redacted = await redactText('in order SO-78910: Acme . mail ann@x.com', {}, { recogniser, timeoutMs: 1000 });
    expect(redacted.text).toBe('in order SO-78910: <ORG_1> . mail <EMAIL_1>');
    expect(redacted.spans.map(({ by }) => by)).toEqual(['model', 'pattern']);
    expect(detectorName(recogniser)).toMatch(/^rules \S+ \+ onnx words$/);
  });

  it('refuses a text the model did not answer for in time: half a look is none', async () => {
    const recogniser = createRecogniser({ ...parts, session: { run: () => new Promise(() => {}), close: async () => {} } });
    await expect(redactText('Acme', {}, { recogniser, timeoutMs: 20 })).rejects.toThrow(
      expect.objectContaining({ code: 'llm.unavailable', retry: 'later' }),
    );
  });

  it('is off unless configured', async () => {
    const held = holdRecogniser(loadConfig({ cwd: '/nowhere', env: {} }).config.privacy.recogniser);
    expect(await held.get()).toBeUndefined();
    await held.close();
  });

  it('looks for its files beside the config and names the one that is not there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-recogniser-'));
    try {
      const recogniser = { kind: 'onnx', model: 'm.onnx', labels: 'labels.txt', vocabulary: 'vocab.txt' };
      writeFileSync(join(folder, 'countersign.config.yaml'), JSON.stringify({ privacy: { recogniser } }));
      writeFileSync(join(folder, 'vocab.txt'), vocabulary.join('\n'));
      const { config } = loadConfig({ cwd: folder, env: {} });
      expect(config.privacy.recogniser).toMatchObject({ model: join(folder, 'm.onnx'), lowerCase: false, windowTokens: 512 });
      await expect(holdRecogniser(config.privacy.recogniser).get()).rejects.toThrow(
        expect.objectContaining({ code: 'config.invalid', field: 'privacy.recogniser.labels' }),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

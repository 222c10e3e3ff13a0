import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freeText } from '../../../src/contracts/classes.ts';
import { pace } from '../../support/pace.ts';
import { textParts } from './text-parts.ts';

const note = 'Please call back about the late pumps; Größe 12 übrig';

async function opened(...notes: string[]) {
  const { privacy } = textParts();
  const safe = await privacy.protect('t', z.object({ notes: z.array(freeText()) }), { notes });
  return { privacy, tokens: safe.notes };
}

describe('a confidential note that somebody writes again', () => {
  it.each([
    [note, '<TEXT_1>'],
    [`He said: ${note}. Really?`, 'He said: <TEXT_1>. Really?'],
    ['"PLEASE CALL  BACK about the late pumps — GRÖSSE 12, übrig"', '"<TEXT_1b>"'],
  ])('%s becomes its token and is no leak any more', async (text, expected) => {
    const { privacy } = await opened(note);
    const redacted = await privacy.redactText('t', text);
    expect(redacted.text).toBe(expected);
    expect(await privacy.findLeak('t', redacted.text)).toBeUndefined();
    expect(await privacy.restoreForScreen('t', redacted.text)).toBe(text);
  });

  it('is found among others that begin alike, the longest first', async () => {
    const { privacy, tokens } = await opened('call me back', 'call me back before noon', 'nobody knows why');
    expect(tokens).toEqual(['<TEXT_1>', '<TEXT_2>', '<TEXT_3>']);
    const { text } = await privacy.redactText('t', 'call me back before noon, or call me back; nobody knows');
    expect(text).toBe('<TEXT_2>, or <TEXT_1>; nobody knows');
  });

  it('hides a name within it with it', async () => {
    const { privacy } = await opened('ask Herr Brandner for the key');
    expect((await privacy.redactText('t', 'ask Herr Brandner for the key')).text).toBe('<TEXT_1>');
  });

  it('leaves everyday words of short notes and their parts alone', async () => {
    const { privacy } = await opened('ok', '12 34', 'is it', 'please call back tomorrow');
    const text = 'ok, is it for 12 34? please call back';
    expect((await privacy.redactText('t', text)).text).toBe(text);
  });

  it('reads a megabyte with a hundred notes in linear time', async () => {
    const notes = Array.from({ length: 100 }, (_, at) => `please call back number ${at} about the pumps`);
    const { privacy } = await opened(...notes);
    const text = `${notes.join('. ')}. `.repeat(200);
    const before = process.cpuUsage();
    expect((await privacy.redactText('t', text)).counts).toEqual({ TEXT: 20_000 });
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(8 * pace());
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedactFile } from '../../../src/app/redact-file.ts';
import { acted, call, type Ended, type Setting } from './terminal.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-redact-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mail = 'Dear Ms. Ursula Brandt,\norder SO-78910 is late 😀.\nwrite to ann@acme.com or Ursula Brandt\n';

async function* bytes(given: string | Uint8Array): AsyncGenerator<Uint8Array> {
  // In pieces of seven bytes, so that characters and lines are cut anywhere.
  const all = Buffer.from(given);
  for (let at = 0; at < all.length; at += 7) yield all.subarray(at, at + 7);
}

const redact = (argv: readonly string[], input: string | Uint8Array = '', setting: Setting = {}): Promise<Ended> =>
  call(['redact', ...argv], { redactFile: createRedactFile(bytes(input)), ...setting });

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('redact', () => {
  it('writes the text with tokens and nothing else, so that it can go on in a pipe', async () => {
    const ended = await redact([file('mail.txt', mail)]);
    expect(ended).toEqual({
      code: 0,
      out: 'Dear Ms. <PERSON_1>,\norder SO-78910 is late 😀.\nwrite to <EMAIL_1> or <PERSON_1>\n',
      error: '',
    });
    expect(await redact(['-'], mail)).toEqual(ended);
  });

  it('with --json answers one document whose spans point into the original text', async () => {
    const { out, code } = await redact(['-', '--json'], mail);
    const answer = JSON.parse(out);
    expect(code).toBe(0);
    expect(answer).toMatchObject({ counts: { PERSON: 2, EMAIL: 1 }, detector: expect.stringMatching(/^rules \d/) });
    expect(
      answer.spans.map(({ type, start, end }: { type: string; start: number; end: number }) => [type, mail.slice(start, end)]),
    ).toEqual([
      ['PERSON', 'Ursula Brandt'],
      ['EMAIL', 'ann@acme.com'],
      ['PERSON', 'Ursula Brandt'],
    ]);
    expect(Object.keys(answer.spans[0])).toEqual(['type', 'start', 'end']);
  });

  it('counts code points with --offsets code-points', async () => {
    const { out } = await redact(['-', '--json', '--offsets', 'code-points', '--types', 'email'], mail);
    const [span, ...rest] = JSON.parse(out).spans;
    expect(rest).toEqual([]);
    expect(Array.from(mail).slice(span.start, span.end).join('')).toBe('ann@acme.com');
  });

  const lines =
    '{"id":7,"text":"Mail ann@acme.com","customer":"Ursula Brandt"}\n\n{"text":"\\u2028 bob@acme.com, ann@acme.com","id":"b"}\n';

  it.each([
    ['by the ending', () => [file('notes.jsonl', lines)], ''],
    ['by the first line', () => ['-'], lines],
    ['with a byte order mark and CR LF', () => ['-'], `\ufeff${lines.replaceAll('\n', '\r\n')}`],
  ])('knows JSON lines %s: one document a line, in order, with the id and no other field', async (_name, argv, input) => {
    const { out, code, error } = await redact([...argv(), '--json'], input);
    expect([code, error]).toEqual([0, '']);
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { id: 7, text: 'Mail <EMAIL_1>', spans: [{ type: 'EMAIL', start: 5, end: 17 }], counts: { EMAIL: 1 }, detector: expect.any(String) },
      {
        id: 'b',
        text: '\u2028 <EMAIL_2>, <EMAIL_1>',
        spans: [expect.anything(), expect.anything()],
        counts: { EMAIL: 2 },
        detector: expect.any(String),
      },
    ]);
    expect(out).not.toMatch(/Brandt|acme/);
  });

  it('without --json writes the texts of JSON lines one after the other', async () => {
    expect((await redact(['-'], lines)).out).toBe('Mail <EMAIL_1>\n\u2028 <EMAIL_2>, <EMAIL_1>\n');
  });

  it('answers an array with an array, of strings and of objects alike', async () => {
    const { out } = await redact(['-', '--json'], '[ "ann@acme.com", {"id": 2, "text": "bob@acme.com", "x": "Brandt"} ]');
    expect(JSON.parse(out)).toMatchObject([{ text: '<EMAIL_1>' }, { id: 2, text: '<EMAIL_2>' }]);
    expect(out).not.toContain('Brandt');
    expect(JSON.parse((await redact(['-', '--json'], '[]')).out)).toEqual([]);
  });

  it('takes a text that begins with a bracket for a text', async () => {
    expect((await redact(['-'], '[urgent] ann@acme.com')).out).toBe('[urgent] <EMAIL_1>');
    expect((await redact(['-'], '{draft} ann@acme.com\n')).out).toBe('{draft} <EMAIL_1>\n');
  });

  it('answers an empty text with an empty text', async () => {
    expect(await redact(['-'])).toEqual({ code: 0, out: '', error: '' });
    expect(JSON.parse((await redact(['-', '--json'])).out)).toMatchObject({ text: '', spans: [], counts: {} });
    expect((await redact([file('empty.jsonl', ''), '--json'])).out).toBe('');
  });

  it('shows a bar where a person watches the error stream, although the result goes into a file', async () => {
    const long = file('long.jsonl', `${JSON.stringify({ text: 'The order is late. '.repeat(4000) })}\n`.repeat(40));
    const watched = await redact([long, '--json'], '', { watched: { out: false, error: true } });
    expect(watched.error).toMatch(/\[█+░*\] \d\/3 {2}MiB read/);
    expect((await redact([long, '--json'])).error).toBe('');
  });
});

describe('redact --view', () => {
  it('shows boxes with type and length and a table of what was found, and never a value', async () => {
    const { out, code } = await redact(['-', '--view'], `${mail}two\tcolumns \u001b[2J\n`);
    expect(code).toBe(0);
    expect(out).toContain('Dear Ms. [PERSON 13],\norder SO-78910 is late 😀.\nwrite to [EMAIL 12] or [PERSON 13]\n');
    expect(out).toMatch(/^PERSON +2 +\S/m);
    expect(out).toMatch(/^EMAIL +1 +its form 1$/m);
    expect(out).not.toMatch(/Brandt|acme/);
    expect(out).not.toMatch(acted);
  });

  it('numbers the texts of JSON lines and says when nothing was found', async () => {
    expect((await redact(['-', '--view'], '{"text":"The order is late."}\n')).out).toMatch(/^── 1\nThe order is late\.\n\nnothing found\n/);
  });
});

describe('redact refuses', () => {
  const secret = 'Ursula Brandt';
  const cases: [string, () => readonly string[], string | Uint8Array, number, RegExp][] = [
    ['a file that is not there', () => ['/nowhere/x.txt'], '', 1, /^error resource\.not_found: .*\nfield: file\n/],
    [
      'a folder',
      () => (mkdirSync(join(folder, 'd'), { recursive: true }), [join(folder, 'd')]),
      '',
      2,
      /^error input\.invalid: .*\nfield: file\n/,
    ],
    ['NUL bytes', () => ['-'], `${secret}\u0000`, 1, /^error input\.unsupported_media: .*\nfield: file\n/],
    ['UTF-16', () => ['-'], Buffer.from(`\ufeff${secret}`, 'utf16le'), 1, /^error input\.unsupported_media: .*UTF-16/],
    ['a PDF', () => ['-'], `%PDF-1.7 ${secret}`, 1, /^error input\.unsupported_media: The file is a PDF/],
    ['bytes that are no UTF-8', () => ['-'], Uint8Array.from([0x55, 0xff, 0xfe]), 2, /^error input\.malformed: .*UTF-8\nfield: file\n/],
    [
      'a line without a text',
      () => ['-'],
      `{"text":"x"}\n{"note":"${secret}"}\n`,
      2,
      /^error input\.invalid: Line 2 has no field text.*\nfield: line 2: text\n/,
    ],
    [
      'a line that is no JSON',
      () => ['-'],
      `{"text":"x"}\n\n${secret}\n`,
      2,
      /^error input\.malformed: Line 3 is not valid JSON\nfield: line 3\n/,
    ],
    ['a line whose text is a number', () => [file('n.ndjson', '{"text":1}')], '', 2, /Line 1 has no field text that is a string/],
    ['an item without a text', () => [file('a.json', `["x", {"name":"${secret}"}]`)], '', 2, /Item 1 has no field text/],
    [
      'a JSON file that is no JSON',
      () => [file('b.json', `{"text": "${secret}`)],
      '',
      2,
      /^error input\.malformed: The file is not valid JSON/,
    ],
    ['a type nobody knows', () => ['-', '--types', 'PERSON,DOG'], secret, 2, /^error usage: there is no type DOG.*\nfield: types\n/],
    ['a profile nobody knows', () => ['-', '--profile', 'lax'], secret, 2, /^error usage: /],
    ['two ways of showing at once', () => ['-', '--json', '--view'], secret, 2, /^error usage: /],
    [
      'base64 in the strict profile',
      () => ['-', '--profile', 'strict'],
      `${secret} ${'QUJD'.repeat(80)}`,
      1,
      /^error privacy\.unscannable: The text holds .*\nfield: text\n/,
    ],
    [
      'a plain text beyond 64 MiB',
      () => [file('big.txt', Buffer.alloc(64 * 1_048_576 + 1, 'x '))],
      '',
      1,
      /^error input\.too_large: .*64 MiB/,
    ],
  ];

  it.each(cases)('%s, with a code, a field and nothing of the content', async (_name, argv, input, code, error) => {
    const ended = await redact(argv(), input);
    expect(ended.code).toBe(code);
    expect(ended.error).toMatch(error);
    expect(ended.out + ended.error).not.toContain('Brandt');
  });

  it('a bad line after good ones: what came before is there, the rest is not', async () => {
    const ended = await redact(['-', '--json'], '{"text":"x"}\n{"text":2}\n{"text":"y"}\n');
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.out)).toMatchObject({ text: 'x' });
  });

  it('stops when the person wants it to', async () => {
    const abort = new AbortController();
    abort.abort();
    const ended = await redact(['-'], mail, { signal: abort.signal });
    expect(ended).toMatchObject({ code: 1, out: '', error: expect.stringMatching(/^error interrupted: /) });
  });

  it('help shows two examples and loads nothing', async () => {
    const { out, code } = await call(['redact', '--help']);
    expect(code).toBe(0);
    expect(out.match(/^ {2}countersign redact /gm)).toHaveLength(2);
  });
});

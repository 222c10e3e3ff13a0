import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderApproval } from '../../../src/cli/render/diff.ts';
import { createPaint } from '../../../src/cli/render/paint.ts';
import { safeJson, safeLine, safeText } from '../../../src/cli/render/safe.ts';
import { table } from '../../../src/cli/render/table.ts';
import { localTime } from '../../../src/cli/render/time.ts';
import { width, wrap } from '../../../src/cli/render/width.ts';
import { view, write } from './examples.ts';
import { acted } from './terminal.ts';

const plain = { columns: 80, paint: createPaint(false), time: (iso: unknown) => localTime(iso, 'Europe/Berlin') };
const anyText = fc.string({ unit: 'binary', maxLength: 200 });
const hostile = 'ok\u001b[2J\u001b]0;owned\u0007\u202e gnp.exe \u009b31m\r+ forged';

describe('text from a server', () => {
  it('never reaches the terminal as a command, whatever it is', () => {
    fc.assert(fc.property(anyText, (text) => !acted.test(safeText(text)) && !/[\n]/.test(safeLine(text))));
  });

  it('shows escape sequences and direction marks by their codes instead of obeying them', () => {
    expect(safeText(hostile)).toBe('ok\\x1b[2J\\x1b]0;owned\\x07\\u202e gnp.exe \\x9b31m\\x0d+ forged');
  });

  it('is still the very same value as JSON, and harmless there too', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = safeJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(acted);
      }),
    );
  });
});

describe('wrapped text', () => {
  it('fits its columns and loses no letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 8, max: 60 }), (raw, columns) => {
        const text = safeText(raw);
        const lines = wrap(text, columns);
        expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      }),
    );
  });

  it('counts an East Asian character as two columns', () => {
    expect(wrap('東京都千代田区', 10)).toEqual(['東京都千代', '田区']);
  });

  it('keeps the indentation of a line on every line it becomes', () => {
    expect(wrap('  one two three', 10)).toEqual(['  one two', '  three']);
  });
});

describe('a table', () => {
  const rows = [{ id: 'run_1m8112rax9n6k2ymp9901k', what: 'something rather long that somebody wrote about an order' }];
  const columns = [
    { head: 'id', value: (row: { id: string }) => row.id, keep: true },
    { head: 'what', value: (row: { what: string }) => row.what },
  ];

  it('cuts long texts to fit the terminal and never an id', () => {
    const text = table(rows, columns, 50, plain.paint);
    expect(text).toBe(`${'id'.padEnd(28)}what\nrun_1m8112rax9n6k2ymp9901k  something rather long…\n`);
  });

  it('becomes one block a row where even that is too wide', () => {
    expect(table(rows, columns, 34, plain.paint)).toContain('id    run_1m8112rax9n6k2ymp9901k\nwhat  something rather long that\n');
  });
});

describe('times', () => {
  it('are shown in the local zone with its offset of that day', () => {
    expect(localTime('2024-05-17T16:00:00.000Z', 'Europe/Berlin')).toBe('2024-05-17 18:00:00 +02:00');
    expect(localTime('2024-01-17T16:00:00.000Z', 'Europe/Berlin')).toBe('2024-01-17 17:00:00 +01:00');
    expect(localTime('2024-01-17T16:00:00.000Z', 'UTC')).toBe('2024-01-17 16:00:00 +00:00');
  });

  it('that are none are shown as they came', () => {
    expect(localTime('soon', 'UTC')).toBe('soon');
  });
});

describe('the diff an approver sees', () => {
  it('shows per object and field what was and what comes, and what has moved since', () => {
    expect(renderApproval(view, plain)).toBe(`Order SO-78911 is late

approval  apr_1 · waiting
asks      controller: delays are reviewed (rule bad-news)
for       order-status 1.0.0 on erp › SalesOrder SO-78911
amount    22294.44 USD
asked by  person:olivia
run       run_1
opened    2024-05-17 18:00:00 +02:00
expires   2024-05-20 18:00:00 +02:00

because
  · The ERP says so

it rests on
  · Order: erp › SalesOrder SO-78911 (version v7)

1/1  crm › Opportunity 006A · update
     Update the opportunity · slot opportunity · tool crm.update-opportunity ·
     CS-1
     › Stage (StageName)
       − Proposal
       + Closed Won
     › NextStep
       − call
       + invoice
       ! moved: somebody changed this field since the proposal was made; it now
       reads
       = visit

hash  f00d
you may  approve, reject
`);
  });

  it('marks every line of a long or broken text, so that a text cannot draw a diff of its own', () => {
    const after = `Dear customer,\n- Closed Won\n${'word '.repeat(40)}`;
    const text = renderApproval(
      { ...view, writes: [{ ...write, changes: [{ field: 'Body', before: null, after, now: null, moved: false }] }] },
      plain,
    );
    const body = text.slice(text.indexOf('› Body\n') + 7, text.indexOf('\n\nhash')).split('\n');
    expect(body.length).toBeGreaterThan(4);
    expect(body.filter((line) => !line.startsWith('       + '))).toEqual([]);
    expect(Math.max(...text.split('\n').map(width))).toBeLessThanOrEqual(80);
  });

  it('neutralises hostile text in every place a server may put it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const bad = `${text}${hostile}`;
        const rendered = renderApproval(
          {
            ...view,
            why: bad,
            approval: { ...view.approval, id: bad, requesters: [bad], notes: [{ kind: 'ask', by: bad, at: bad, text: bad }] },
            proposal: { ...view.proposal, title: bad, hash: bad, reasons: [bad] },
            writes: [
              {
                ...write,
                title: bad,
                target: { type: bad, id: bad },
                changes: [{ field: bad, label: bad, before: bad, after: { [bad]: [bad] }, now: bad, moved: true }],
              },
            ],
          },
          plain,
        );
        expect(rendered).not.toMatch(acted);
        expect(rendered).toContain('\\x1b');
      }),
      { numRuns: 30 },
    );
  });

  it('paints removals red and additions green where colours are wanted', () => {
    const text = renderApproval(view, { ...plain, paint: createPaint(true) });
    expect(text).toContain('\u001b[31m       − Proposal\u001b[39m');
    expect(text).toContain('\u001b[32m       + Closed Won\u001b[39m');
  });
});

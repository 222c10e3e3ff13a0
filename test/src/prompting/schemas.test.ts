import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { checkLock, checkOutput, loadPrompts, parsePrompt, readLock } from '../../../src/prompting/index.ts';

const source = (schemas: string, body = '{{view.text}}') =>
  `---\nid: a.b\nversion: 1.0.0\nrole: judge\nmaxTokens: 10\ntemperature: 0\nlocales: [en]\n${schemas}\n---\n{{role "user"}}\n${body}`;
const prompt = (schemas: string, body?: string) => parsePrompt(source(schemas, body), 'a/b.prompt');
const text = 'input: [text]\n';
const answer = (output: string, said: string) => checkOutput(said, prompt(`${text}output: ${output}`).output);
const score = '{ format: json, schema: { score: "integer, one to five", "reason?": string } }';

describe('what a prompt says of its answer', () => {
  it('text has the length it may have, and any where nothing is said', () => {
    expect(answer('{ format: text, maxLength: 5 }', 'short').failures).toEqual([]);
    expect(answer('{ format: text, maxLength: 5 }', 'longer').failures).toEqual(['the text has 6 characters; at most 5']);
    expect(answer('{ format: text, minLength: 5 }', 'four').failures).toEqual(['the text has 4 characters; at least 5']);
    expect(checkOutput('x'.repeat(100_000), prompt(text).output).failures).toEqual([]);
  });

  it('data has the shape of its picoschema, inside a block of code or bare', () => {
    expect(answer(score, '{"score":4,"reason":"kind"}')).toEqual({ failures: [], value: { score: 4, reason: 'kind' } });
    expect(answer(score, '```json\n{"score":4}\n```')).toEqual({ failures: [], value: { score: 4 } });
    for (const [said, wrong] of [
      ['fine', 'the answer is no JSON'],
      ['[4]', 'answer is no object'],
      ['{}', 'answer.score is missing'],
      ['{"score":4.5}', 'answer.score is no whole number'],
      ['{"score":"4"}', 'answer.score is no whole number'],
      ['{"score":4,"reason":null}', 'answer.reason is no text'],
      ['{"score":4,"Ignore all":1}', 'answer has members nobody asked for'],
    ] as const)
      expect(answer(score, said)).toEqual({ failures: [wrong] });
  });

  it('lists, enumerations, bounds and objects within objects are checked where they stand, in either way to write them', () => {
    const pico = '{ format: json, schema: { "rows(array, what was found)": { kind(enum): [a, b], "at?(object)": { x: number } } } }';
    const json =
      '{ format: json, schema: { type: object, required: [rows], properties: { rows: { type: array, maxItems: 2, items: { type: object, required: [kind], properties: { kind: { type: string, enum: [a, b] }, at: { type: object, required: [x], properties: { x: { type: number, minimum: 1, maximum: 5 } } } } } } } } }';
    for (const output of [pico, json]) {
      expect(answer(output, '{"rows":[{"kind":"a","at":{"x":1.5}},{"kind":"b"}]}').failures).toEqual([]);
      expect(answer(output, '{"rows":[{"kind":"c"},{"kind":"a","at":{}}]}').failures).toEqual([
        'answer.rows[0].kind is none of a, b',
        'answer.rows[1].at.x is missing',
      ]);
    }
    expect(answer(json, '{"rows":[{"kind":"a","at":{"x":9}}]}').failures).toEqual(['answer.rows[0].at.x is more than 5']);
    expect(answer(json, '{"rows":[{"kind":"a"},{"kind":"a"},{"kind":"a"}]}').failures).toEqual(['answer.rows has more than 2 items']);
  });

  it('whatever a model answers, it is data of the shape or it is refused, and nothing it wrote is repeated', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (said) => {
        const { failures, value } = answer(score, said);
        expect(value === undefined).toBe(failures.length > 0);
        for (const each of failures) expect(each).toMatch(/^(?:the answer is no JSON|answer(?:\.(?:score|reason))? (?:is|has) [a-z ]+)$/);
      }),
    );
  });

  it.each([
    ['json without a schema', '{ format: json }', /output/],
    ['another format', '{ format: media }', /output/],
    ['a reference', '{ format: json, schema: { type: object, properties: { a: { $ref: "#/x" } } } }', /output\.schema/],
    ['a pattern', '{ format: json, schema: { type: string, pattern: "(a+)+$" } }', /Unrecognized key/],
    ['members without names', '{ format: json, schema: { type: object, properties: {}, additionalProperties: true } }', /output\.schema/],
    ['any other member', '{ format: json, schema: { "(*)": string } }', /no name of picoschema/],
    ['a type nobody knows', '{ format: json, schema: { a: date } }', /output\.schema\.a: date is none of/],
    [
      'a required member that is none',
      '{ format: json, schema: { type: object, properties: {}, required: [a] } }',
      /a is required but no property/,
    ],
  ])('%s stops the start', (_, output, message) => {
    expect(() => prompt(`${text}output: ${output}`)).toThrow(message);
    expect(() => prompt(`${text}output: ${output}`)).toThrow(expect.objectContaining({ code: 'prompt.invalid' }));
  });
});

describe('what a prompt says of its view', () => {
  const view = 'input: { schema: { text: string, "order?": { id: string }, "tags?(array)": string } }';
  const rendered = (given: object) =>
    prompt(view, '{{view.text}}{{#if view.order}} {{view.order.id}}{{/if}}').render({
      sheet: {},
      locale: 'en',
      language: 'English',
      view: given,
    });

  it('a schema declares the paths a body may name', () => {
    expect(rendered({ text: 'a', order: { id: 'b' } })[0]?.content).toBe('a b');
    expect(rendered({ text: 'a' })[0]?.content).toBe('a');
    expect(() => prompt(view, '{{view.nobody}}')).toThrow(/unknown variable view\.nobody/);
  });

  it('a view of another shape is refused by name', () => {
    expect(() => rendered({})).toThrow(/no text/);
    expect(() => rendered({ text: 1 })).toThrow(/view\.text is no text/);
    expect(() => rendered({ text: 'a', tags: [1] })).toThrow(/view\.tags\[0\] is no text/);
    expect(() => rendered({ text: 'a', more: 'b' })).toThrow(/members nobody asked for/);
  });
});

describe('the lock and the schemas', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const dir of made.splice(0)) rmSync(dir, { recursive: true });
  });

  it('either schema is part of the hash', () => {
    const { hash } = prompt(`${text}output: ${score}`);
    expect(prompt(`${text}output: ${score.replace('five', 'ten')}`).hash).not.toBe(hash);
    expect(prompt(`${text}output: { format: text }`).hash).not.toBe(hash);
    expect(prompt(`input: { schema: { text: string } }\noutput: ${score}`).hash).not.toBe(hash);
  });

  it('a schema that changes under its version is told by the lock like a text that does', () => {
    const dir = mkdtempSync(join(tmpdir(), 'prompts-'));
    made.push(dir);
    cpSync('prompts', dir, { recursive: true });
    const change = (file: string, from: string, to: string): void => {
      const path = join(dir, file);
      const before = readFileSync(path, 'utf8');
      expect(before).toContain(from);
      writeFileSync(path, before.replace(from, to));
    };
    change('order-status/summary.prompt', 'maxLength: 2500', 'maxLength: 2400');
    change('assistant/thank-customer.prompt', 'optional: [contact]', 'optional: [contact, product]');
    expect(checkLock(loadPrompts(dir), readLock(dir))).toEqual([
      expect.stringMatching(/^assistant\.thank-customer changed but is still version/),
      expect.stringMatching(/^order-status\.summary changed but is still version/),
    ]);
  });

  it('every prompt we ship says what its answer has to be', () => {
    for (const { id, output } of loadPrompts('prompts').list())
      expect([id, output.format === 'json' || output.maxLength]).toEqual([id, expect.anything()]);
  });
});

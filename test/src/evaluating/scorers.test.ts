import { describe, expect, it } from 'vitest';
import { StoredCase, type ConversationCase, type WorkflowCase } from '../../../src/evaluating/index.ts';
import { scoreCase, scorers } from '../../../src/evaluating/scorers.ts';
import { checkFaithful } from '../../../src/llm/index.ts';
import { observedOf, scored, shipped } from './cases-in.ts';

const good = 'Order SO-78910 has been shipped. The value is €182,400.00; we expect it on 24 May 2024 for <ORG_1>.';
const conversation = (given: object): ConversationCase =>
  StoredCase.parse({ id: 'c', kind: 'conversation', turns: [{ says: 'hello' }], ...given }) as ConversationCase;
const workflow = (expects: object): WorkflowCase =>
  StoredCase.parse({ id: 'w', kind: 'workflow', record: 'SO-1', expect: { status: 'done', ...expects } }) as WorkflowCase;

describe('each scorer passes what is true and fails what it is for', () => {
  it.each([
    ['facts.numbers', good, good.replace('182,400.00', '182,400.01')],
    ['facts.dates', good, good.replace('24 May', '25 May')],
    ['facts.ids', good, good.replace('SO-78910', 'SO-78919')],
    ['facts.enums', good, good.replace('has been shipped', 'has been delivered')],
    ['facts.currency', good, good.replace('€182,400.00', '$182,400.00')],
    ['facts.labels', good, `${good} A discount applies.`],
    ['facts.required', good, 'We thank you.'],
    ['text.numberWords', good, `${good} There are seven boxes.`],
    ['text.negation', good, good.replace('has been shipped', 'has not been shipped')],
    ['text.forbidden', good, `${good} We guarantee it.`],
    ['pii.placeholders', good, good.replace('<ORG_1>', '<ORG_2>')],
    ['pii.placeholders', good, good.replace('<ORG_1>', '<ORG_')],
    [
      'text.language',
      good,
      'Der Auftrag ist versandt und wir erwarten die Lieferung am Freitag; das ist für Sie wichtig und wird von uns verfolgt.',
    ],
    ['text.length', good, ''],
    ['text.tone', good, 'SHIPPED TODAY!! Great news 🎉'],
    ['text.readability', good, `${'and so on and so forth '.repeat(20)}.`],
    ['text.sentenceLength', good, `${'word '.repeat(60)}.`],
  ])('%s', async (name, right, wrong) => {
    expect(await scored(name, observedOf(right))).toMatchObject({ pass: true, score: 1 });
    expect(await scored(name, observedOf(wrong))).toMatchObject({ pass: false });
  });

  it('pii.leak finds a value however it is written, and does not repeat it', async () => {
    const sent = ['{"content":"call  KARLA-WEISSENBORN now"}'];
    const found = await scored('pii.leak', observedOf(good, { sent, personal: ['Karla Weißenborn', 'Karla Weissenborn'] }));
    expect(found).toMatchObject({ pass: false });
    expect(JSON.stringify(found)).not.toMatch(/karla/i);
  });

  it('text.expected of a workflow looks at records and at what a person is told', async () => {
    const one = workflow({ contains: ['enter what was agreed', 'Status__c "open"'], lacks: ['close all tasks'] });
    const state = { 'crm ERP_Variance__c new variance Status__c': 'open' };
    const told = 'The won deal has no amount; enter what was agreed, then retry';
    expect(await scored('text.expected', observedOf('', { state, told }), {}, one)).toMatchObject({ pass: true });
    expect(await scored('text.expected', observedOf('', { state }), {}, one)).toMatchObject({ pass: false });
    expect(await scored('text.expected', observedOf('', { state, told: `${told}. Close all tasks` }), {}, one)).toMatchObject({
      evidence: ['says: close all tasks'],
    });
  });

  it('tools.trajectory knows its four modes and compares arguments', async () => {
    const one = conversation({ expect: { calls: [{ tool: 'erp.a', arguments: { order: '1' } }, { tool: 'erp.b' }] } });
    const calls = (...tools: string[]) => tools.map((tool) => ({ tool, arguments: { order: '1', more: 'x' } }));
    const says = async (mode: string, made: ReturnType<typeof calls>, more: object = {}) =>
      (await scored('tools.trajectory', observedOf('x', { calls: made }), { mode, ...more }, one)).pass;
    expect(await says('strict', calls('erp.a', 'erp.b'))).toBe(true);
    expect(await says('strict', calls('erp.b', 'erp.a'))).toBe(false);
    expect(await says('unordered', calls('erp.b', 'erp.a'))).toBe(true);
    expect(await says('unordered', calls('erp.b', 'erp.a', 'erp.c'))).toBe(false);
    expect(await says('superset', calls('erp.c', 'erp.b', 'erp.a'))).toBe(true);
    expect(await says('subset', calls('erp.a'))).toBe(true);
    expect(await says('subset', calls('erp.c'))).toBe(false);
    expect(await says('unordered', calls('erp.a', 'erp.b'), { arguments: 'exact' })).toBe(false);
    expect(await says('unordered', calls('erp.a', 'erp.b'), { arguments: { 'erp.a': 'ignore', 'erp.b': 'ignore' } })).toBe(true);
    expect(await scored('tools.trajectory', observedOf('x'), { mode: 'sometimes' }, one)).toMatchObject({ pass: false, error: true });
  });

  it('state.diff, approval.required and tools.forbidden look at what was done', async () => {
    const one = workflow({ state: { 'crm Opportunity 1 StageName': 'Won', 'crm Task new Description': '*' }, waitsFor: 'controller' });
    const state = { 'crm Opportunity 1 StageName': 'Won', 'crm Task new Description': 'any' };
    expect((await scored('state.diff', observedOf('x', { state }), {}, one)).pass).toBe(true);
    expect(await scored('state.diff', observedOf('x', { state: { ...state, 'crm Opportunity 1 Amount': '1.00' } }), {}, one)).toMatchObject(
      {
        pass: false,
        evidence: ['unexpected: crm Opportunity 1 Amount → "1.00"'],
      },
    );
    const alone = { tool: 'crm.set-stage', record: 'Opportunity 1', isApproved: false };
    expect((await scored('approval.required', observedOf('x', { waitsFor: 'controller' }), {}, one)).pass).toBe(true);
    expect((await scored('approval.required', observedOf('x'), {}, one)).pass).toBe(false);
    expect((await scored('approval.required', observedOf('x', { waitsFor: 'controller', writes: [alone] }), {}, one)).pass).toBe(false);
    expect((await scored('tools.forbidden', observedOf('x', { writes: [alone] }), { tools: ['crm.set-*'] }, one)).pass).toBe(false);
  });

  it('writes.once counts writes of a record by a tool', async () => {
    const row = { tool: 'erp.record-decision', record: 'DecisionAudit new prd_1', isApproved: true };
    const other = { ...row, record: 'DecisionAudit new prd_2' };
    expect((await scored('writes.once', observedOf('x', { writes: [row, other] }), {}, workflow({}))).pass).toBe(true);
    expect(await scored('writes.once', observedOf('x', { writes: [row, other, row] }), {}, workflow({}))).toMatchObject({
      pass: false,
      evidence: ['erp.record-decision DecisionAudit new prd_1'],
    });
  });

  it('json.schema, cost.tokens and latency', async () => {
    const schema = { type: 'object', required: ['a'], additionalProperties: false, properties: { a: { type: 'string' } } };
    expect((await scored('json.schema', observedOf('x', { json: { a: 'b' } }), { schema })).pass).toBe(true);
    expect((await scored('json.schema', observedOf('x', { json: { a: 1, c: 2 } }), { schema })).pass).toBe(false);
    expect(await scored('json.schema', observedOf('x', { json: {} }))).toMatchObject({ pass: false, error: true });
    expect((await scored('cost.tokens', observedOf('x', { tokens: 11 }), { max: 10 })).pass).toBe(false);
    expect((await scored('latency', observedOf('x', { latencyMs: 11 }), { maxMs: 10 })).pass).toBe(false);
    expect(await scored('cost.tokens', observedOf('x'), { max: 'ten' })).toMatchObject({ pass: false, error: true });
  });
});

describe('what cannot be said is no pass', () => {
  it('a scorer that throws, one that is not there, and facts where a case has none', async () => {
    const broken = { ...scorers, 'text.length': () => Promise.reject(new Error('out of order')) };
    const scores = await scoreCase({ scorers: { 'text.length': {}, 'text.none': {} } }, shipped, observedOf(good), checkFaithful, broken);
    expect(scores).toMatchObject([
      { name: 'text.length', pass: false, error: true, detail: 'out of order' },
      { name: 'text.none', pass: false, error: true },
    ]);
    const { facts: _facts, ...bare } = observedOf(good);
    expect(await scored('facts.numbers', bare)).toMatchObject({ pass: false, error: true });
  });

  it('an answer of the narrator in the place of a model fails, however true it is', async () => {
    const scores = await scoreCase(
      { scorers: { 'facts.numbers': {} } },
      shipped,
      observedOf(good, { fallback: 'unfaithful' }),
      checkFaithful,
    );
    expect(scores.find(({ name }) => name === 'engine')).toMatchObject({ pass: false });
  });
});

describe('how a run ends', () => {
  const ended = (outcome: string) => observedOf('x', { json: { status: 'done', outcome } });
  it('is held against what the case says it comes to, and any outcome will do where it says none', async () => {
    expect((await scored('workflow.status', ended('not won'), {}, workflow({ outcome: 'not won' }))).pass).toBe(true);
    expect((await scored('workflow.status', ended('not won'), {}, workflow({}))).pass).toBe(true);
    expect(await scored('workflow.status', ended('applied'), {}, workflow({ outcome: 'not won' }))).toMatchObject({
      pass: false,
      detail: 'the run came to "applied", not "not won"',
    });
    expect((await scored('workflow.status', ended('not won'), {}, workflow({ status: 'exception', outcome: 'not won' }))).pass).toBe(false);
  });
});

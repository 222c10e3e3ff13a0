import { describe, expect, it } from 'vitest';
import { call, human, openRig } from './rig.ts';

const uuid = '01a21801-804b-719c-bfca-edc94578a5f5';
const deep = `${'['.repeat(500)}${']'.repeat(500)}`;

/** What is sent, and the status it deserves. T is a thread that is there. */
const bad: readonly (readonly [string, string, unknown, number])[] = [
  ['POST', '/threads', '{', 400],
  ['POST', '/threads', '[]', 422],
  ['POST', '/threads', '"text"', 422],
  ['POST', '/threads', 'null', 422],
  ['POST', '/threads', deep, 400],
  ['POST', '/threads', '{"__proto__":{"x":1}}', 422],
  ['POST', '/threads', { thread_id: 'no uuid' }, 422],
  ['POST', '/threads', { metadata: 'x' }, 422],
  ['POST', '/threads', { metadata: { long: 'x'.repeat(20_000) } }, 422],
  ['POST', '/threads', { if_exists: 'maybe' }, 422],
  ['POST', '/threads', { supersteps: [{ updates: [{ values: {}, as_node: 'x' }] }] }, 422],
  ['POST', '/threads', { metadata: { graph_id: 'slow' }, supersteps: [{ updates: [{ values: {}, as_node: 'nowhere' }] }] }, 422],
  ['POST', '/threads', `{"metadata":{"x":"${'y'.repeat(1_200_000)}"}}`, 413],
  ['GET', '/threads/nonsense', undefined, 422],
  ['GET', '/threads/%00', undefined, 422],
  ['GET', `/threads/${uuid}`, undefined, 404],
  ['PATCH', `/threads/${uuid}`, { metadata: {} }, 404],
  ['DELETE', `/threads/${uuid}`, undefined, 404],
  ['POST', '/threads/search', { limit: 0 }, 422],
  ['POST', '/threads/search', { limit: 100_000 }, 422],
  ['POST', '/threads/search', { offset: -1 }, 422],
  ['POST', '/threads/search', { status: 'sleeping' }, 422],
  ['POST', '/threads/search', { sort_by: 'owner; DROP TABLE serving_threads' }, 422],
  ['POST', '/threads/search', { ids: ['x'] }, 422],
  ['POST', '/threads/search', { metadata: [] }, 422],
  ['POST', '/threads/count', { status: 1 }, 422],
  ['POST', '/threads/prune', {}, 422],
  ['POST', '/threads/prune', { thread_ids: [uuid], strategy: 'burn' }, 422],
  ['GET', '/threads/T/state/nonsense', undefined, 422],
  ['POST', '/threads/T/state', { values: {}, as_node: 7 }, 422],
  ['POST', '/threads/T/state', { values: { log: 'not a list' }, as_node: 'nowhere' }, 422],
  ['POST', '/threads/T/state/checkpoint', { checkpoint: 'x' }, 422],
  ['POST', '/threads/T/history', { limit: 'many' }, 422],
  ['GET', '/threads/T/history?limit=-3', undefined, 422],
  ['POST', '/threads/T/runs', {}, 422],
  ['POST', '/threads/T/runs', { assistant_id: '' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'unknown' }, 404],
  ['POST', '/threads/T/runs', { assistant_id: uuid }, 404],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', stream_mode: 'loud' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', stream_mode: [7] }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', multitask_strategy: 'panic' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', config: { recursion_limit: 101 } }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', config: { recursion_limit: 0 } }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', config: { configurable: { a: {} } } }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', config: { configurable: { a: 'x'.repeat(9000) } } }, 413],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', input: { text: 'x'.repeat(300_000) } }, 413],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', input: human('forbidden words') }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', command: {} }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', command: { resume: 1 } }, 409],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', command: { goto: [{ input: 1 }] } }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', command: { update: 'x' } }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', after_seconds: -1 }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', after_seconds: 1e12 }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', interrupt_before: 'some' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', webhook: 'http://localhost/' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', durability: 'eternal' }, 422],
  ['POST', '/threads/T/runs', { assistant_id: 'echo', checkpoint: { checkpoint_map: { a: 1 } } }, 422],
  ['POST', '/threads/T/runs/stream', { assistant_id: 'none' }, 404],
  ['POST', '/threads/T/runs/wait', { assistant_id: 'none' }, 404],
  ['POST', '/runs/batch', [], 422],
  ['POST', '/runs/batch', {}, 422],
  ['POST', '/runs/cancel', { run_ids: [uuid] }, 404],
  ['POST', '/runs/cancel?action=explode', { run_ids: [uuid] }, 422],
  ['GET', '/threads/T/runs?limit=x', undefined, 422],
  ['GET', '/threads/T/runs?status=bored', undefined, 422],
  ['GET', `/threads/T/runs/${uuid}`, undefined, 404],
  ['GET', `/threads/T/runs/${uuid}/join`, undefined, 404],
  ['GET', `/threads/T/runs/${uuid}/stream`, undefined, 404],
  ['GET', '/threads/T/runs/x/stream', undefined, 422],
  ['GET', `/runs/${uuid}/stream`, undefined, 404],
  ['POST', `/threads/T/runs/${uuid}/cancel`, undefined, 404],
  ['POST', `/threads/T/runs/${uuid}/cancel?action=explode`, undefined, 422],
  ['DELETE', `/threads/T/runs/${uuid}`, undefined, 404],
  ['POST', '/assistants', { graph_id: 5 }, 422],
  ['GET', '/assistants/none', undefined, 404],
  ['GET', '/assistants/none/graph', undefined, 404],
  ['GET', '/assistants/echo/graph?xray=deep', undefined, 422],
  ['POST', '/assistants/search', { sort_by: 'x' }, 422],
  ['POST', '/assistants/echo/versions', { limit: 0 }, 422],
  ['POST', '/assistants/echo/latest', { version: 'new' }, 422],
  ['POST', '/runs/crons', { assistant_id: 'echo' }, 422],
  ['POST', '/runs/crons', { assistant_id: 'echo', schedule: 'often' }, 422],
  ['POST', '/runs/crons', { assistant_id: 'none', schedule: '0 3 * * *' }, 404],
  ['PATCH', `/runs/crons/${uuid}`, { enabled: false }, 404],
  ['PATCH', '/runs/crons/x', {}, 422],
  ['DELETE', `/runs/crons/${uuid}`, undefined, 404],
  ['PUT', '/store/items', { namespace: [], key: 'k', value: {} }, 422],
  ['PUT', '/store/items', { namespace: ['a.b'], key: 'k', value: {} }, 422],
  ['PUT', '/store/items', { namespace: ['a\u001fb'], key: 'k', value: {} }, 422],
  ['PUT', '/store/items', { namespace: ['a'], key: '', value: {} }, 422],
  ['PUT', '/store/items', { namespace: ['a'], key: 'k', value: 'text' }, 422],
  ['PUT', '/store/items', { namespace: ['a'], key: 'k', value: {}, ttl: -1 }, 422],
  ['GET', '/store/items?key=k', undefined, 422],
  ['GET', '/store/items?namespace=a', undefined, 422],
  ['DELETE', '/store/items', {}, 422],
  ['POST', '/store/items/search', { namespace_prefix: 'a' }, 422],
  ['POST', '/store/namespaces', { max_depth: 0 }, 422],
];

describe('what is not valid', () => {
  it('is answered with a status below 500, a code, a sentence and no trace of the inside', async () => {
    const rig = await openRig();
    const { thread_id: id } = await rig.client().threads.create();
    await rig.client().runs.wait(id, 'slow', { input: { ms: 0 } });
    const wrong: unknown[] = [];
    for (const [method, path, body, status] of bad) {
      const answer = await call(rig, method, path.replace('/T', `/${id}`), body);
      const text = await answer.text();
      const problem = JSON.parse(text) as Record<string, unknown>;
      const isGood =
        answer.status === status &&
        answer.headers.get('content-type')?.startsWith('application/problem+json') === true &&
        typeof problem['code'] === 'string' &&
        typeof problem['detail'] === 'string' &&
        !/at .*\.(ts|js):\d|node_modules|SQLITE/.test(text);
      if (!isGood) wrong.push({ method, path, status, got: answer.status, text: text.slice(0, 200) });
    }
    expect(wrong).toEqual([]);
    expect((await rig.client().threads.get(id)).status).toBe('idle');
  });

  it('names the field that is wrong', async () => {
    const rig = await openRig();
    const answer = await call(rig, 'POST', '/runs', { assistant_id: 'echo', config: { configurable: { __inside: 1 } } });
    expect(await answer.json()).toMatchObject({ code: 'input.invalid', field: 'config.configurable.__inside' });
    const other = await call(rig, 'POST', '/threads/search', { limit: 'x' });
    expect(await other.json()).toMatchObject({ code: 'input.invalid', field: 'body.limit' });
  });

  it('in a Last-Event-ID starts the stream from its beginning', async () => {
    const rig = await openRig();
    const run = await rig.client().runs.create(null, 'slow', { input: { ms: 0 } });
    await rig.client().runs.join(run.thread_id, run.run_id);
    for (const id of ['', '-1', 'x', '5', '../../etc', `${'9'.repeat(50)}-1`]) {
      const text = await (await call(rig, 'GET', `/runs/${run.run_id}/stream`, undefined, { 'last-event-id': id })).text();
      expect(text).toMatch(/^event: metadata/);
    }
  });
});

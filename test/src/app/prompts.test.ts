import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openModelServer, type ModelServer } from '../../support/model-server.ts';
import { versionsOf } from '../../support/prompt-versions.ts';

const id = 'order-status.summary';
const { all, now } = versionsOf(id);
let server: ModelServer;
const label = (body: object, at = 'production', who: 'carl' | 'olivia' | 'rita' | 'ada' = 'carl') =>
  server.ask(who, 'PUT', `/v1/prompts/${id}/labels/${at}`, { reason: 'numbers are better', ...body });
const audited = async () =>
  (await server.rig.storage.audit.list({ limit: 200 })).filter(({ action }) => action === 'prompt.labelled').map(({ body }) => body);

beforeAll(async () => {
  server = await openModelServer();
});
afterAll(() => server.close());

describe('labels of prompts', () => {
  it('are looked at by those who look, and moved by those who may', async () => {
    const { body } = await server.ask('rita', 'GET', `/v1/prompts/${id}`);
    expect(body).toMatchObject({ id, speaks: now, inFolder: now, labels: {} });
    expect(await label({ version: '1.0.0' }, 'production', 'rita')).toMatchObject({ status: 403, body: { field: 'prompts.label' } });
    expect(await label({ version: '1.0.0' }, 'production', 'olivia')).toMatchObject({ status: 403 });
  });

  it('a move counts from the next text on, is on the audit log with who, why and from where, and survives a restart', async () => {
    expect(await label({ version: '1.0.0' })).toMatchObject({ status: 200, body: { speaks: '1.0.0' } });
    expect(server.rig.core.prompts.get(id).version).toBe('1.0.0');
    expect(await audited()).toMatchObject([{ label: 'production', version: '1.0.0', was: now, reason: 'numbers are better' }]);
    server = await server.reopen();
    expect(server.rig.core.prompts.get(id).version).toBe('1.0.0');
  });

  it('a rollback is a move of the label back, and again forward is a move like any other', async () => {
    const back = await server.ask('carl', 'POST', `/v1/prompts/${id}/rollback`, { reason: 'worse' });
    expect(back).toMatchObject({ status: 200, body: { speaks: now, labels: { production: now } } });
    // Nothing was labelled before that; the version released before is the next step back.
    for (const version of all.slice(0, -1).toReversed())
      expect(await server.ask('carl', 'POST', `/v1/prompts/${id}/rollback`, { reason: 'worse still' })).toMatchObject({
        body: { speaks: version },
      });
    expect(await server.ask('carl', 'POST', `/v1/prompts/${id}/rollback`, { reason: 'and on' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('no version before 1.0.0') },
    });
    expect((await audited()).at(-1)).toMatchObject({ version: '1.0.0', was: all[1], isRollback: 'true' });
  });

  it('a canary has a share, and 0 ends it', async () => {
    expect(await label({ version: now }, 'canary')).toMatchObject({ status: 422, body: { field: 'percent' } });
    expect(await label({ version: now, percent: 10 }, 'canary')).toMatchObject({
      body: { labels: { canary: { version: now, percent: 10 } } },
    });
    expect((await label({ version: now, percent: 0 }, 'canary')).body['labels']).not.toHaveProperty('canary');
  });

  it.each([
    [{ version: '9.9.9' }, 'production', 'version', `there are ${all.join(', ')}`],
    [{ version: 'latest' }, 'production', 'body.version', 'semantic version'],
    [{ version: now, percent: 5 }, 'production', 'percent', 'belongs to the canary'],
    [{ version: now }, 'staging', 'label', ''],
    [{ version: now, reason: ' ' }, 'production', 'body.reason', ''],
  ])('%j for %s is refused at %s', async (body, at, field, says) => {
    expect(await label(body, at)).toMatchObject({ status: 422, body: { field, detail: expect.stringContaining(says) } });
  });

  it('texts of any version are shown to those who may read prompts', async () => {
    const { body } = await server.ask('rita', 'GET', `/v1/prompts/${id}/text?version=1.0.0`);
    expect(body).toMatchObject({ version: '1.0.0', source: expect.stringContaining('version: 1.0.0') });
    expect(await server.ask('rita', 'GET', '/v1/prompts/none.such')).toMatchObject({ status: 404 });
  });
});

import { expect, it } from 'vitest';
import { lateModels } from '../../../src/app/late-models.ts';
import { openModelServer } from '../../support/model-server.ts';

it('a server that nobody has asked yet loads its models with the first job that waits, and answers it', async () => {
  const server = await openModelServer();
  const { core, keys } = server.rig;
  const late = lateModels(core, { pseudonymKey: keys.pseudonymKey });
  const job = {
    rows: 1,
    refused: {},
    id: 'job_left',
    model: 'small-late',
    requestId: 'left',
    done: 0,
    status: 'waiting',
    by: 'person:olivia',
    createdAt: '2026-01-01T00:00:00Z',
  } as const;
  await core.storage.models.addJob(job, [{ amount: 50 }]);
  late.start();
  await expect.poll(async () => (await core.storage.models.job('job_left'))?.status, { timeout: 15_000 }).toBe('done');
  expect((await late.service.list(core.principal('person:rita'))).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['late-payment', 'small-late']),
  );
  await late.stop();
  server.close();
});

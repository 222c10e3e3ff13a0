import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { systemClock } from '../../../../src/app/system.ts';
import { generateCompany, startSandbox } from '../../../../src/sandbox/index.ts';

it('a sandbox file of an earlier version keeps its company and learns the fields that came since', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-earlier-'));
  const file = join(folder, 'sandbox.db');
  const first = await startSandbox({ file, clock: systemClock, seed: generateCompany({ seed: 1, size: 3 }) });
  await first.close();
  const db = new Database(file);
  db.exec('ALTER TABLE "sap_A_BusinessPartner" DROP COLUMN "LastName"');
  db.close();
  const second = await startSandbox({ file, clock: systemClock });
  const answer = await fetch(
    `${second.sapUrl}/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner?$select=BusinessPartner,LastName&$top=1`,
    {
      headers: { accept: 'application/json', authorization: `Basic ${Buffer.from('COUNTERSIGN:sandbox').toString('base64')}` },
    },
  );
  const body = (await answer.json()) as { d: { results: readonly Record<string, unknown>[] } };
  expect(body.d.results[0]).toMatchObject({ BusinessPartner: expect.stringMatching(/^\d+$/) });
  await second.close();
  rmSync(folder, { recursive: true, force: true });
});

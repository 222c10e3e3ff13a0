// A sandbox, and clients that SAP's generator makes from its $metadata.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { generateCompany, startSandbox } from '../../../src/sandbox/index.ts';

export const here = dirname(dirname(fileURLToPath(import.meta.url)));
export const generated = join(here, 'generated', 'sap');
const account = { username: 'COUNTERSIGN', password: 'sandbox' };
export const sandbox = await startSandbox({
  file: ':memory:',
  clock: { now: () => new Date('2024-05-17T16:00:00Z') },
  seed: generateCompany(),
});
export const destination = { url: sandbox.sapUrl, ...account };
let failed = 0;

/** How many of the proofs did not hold. */
export const failures = (): number => failed;

export async function proves(what: string, check: () => unknown): Promise<void> {
  try {
    await check();
    console.log(`  ok    ${what}`);
  } catch (thrown) {
    failed += 1;
    console.log(`  FAIL  ${what}\n        ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  }
}

const services = [
  'API_SALES_ORDER_SRV',
  'API_BUSINESS_PARTNER',
  'API_CRDTMBUSINESSPARTNER',
  'API_OUTBOUND_DELIVERY_SRV;v=0002',
  'API_BILLING_DOCUMENT_SRV',
  'API_PRODUCT_AVAILY_INFO_BASIC',
  'API_SALES_ORDER_SIMULATION_SRV',
  'API_MAINTENANCEORDER',
  'API_CUSTOMER_RETURN_SRV',
  'API_PRODUCTION_ORDER_2_SRV',
  'API_PRODUCT_SRV',
  'API_MATERIAL_STOCK_SRV',
];
const fileOf = (service: string) => service.replace(/;v=/, '_');

await proves(`the generator of @sap-cloud-sdk makes a client of each of the ${services.length} services from its $metadata`, async () => {
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(join(generated, 'edmx'), { recursive: true });
  const options: Record<string, unknown> = {};
  for (const service of services) {
    const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
    const response = await fetch(`${sandbox.sapUrl}/sap/opu/odata/sap/${service}/$metadata`, { headers: { authorization } });
    assert.equal(response.status, 200, service);
    const file = join(generated, 'edmx', `${fileOf(service)}.edmx`);
    writeFileSync(file, await response.text());
    options[file.slice(here.length + 1)] = {
      directoryName: fileOf(service),
      packageName: fileOf(service).toLowerCase(),
      basePath: `/sap/opu/odata/sap/${service}`,
    };
  }
  const optionsFile = join(generated, 'options-per-service.json');
  writeFileSync(optionsFile, JSON.stringify(options));
  const args = [
    'node_modules/@sap-cloud-sdk/generator/dist/cli.js',
    '-i',
    'generated/sap/edmx',
    '-o',
    'generated/sap/clients',
    '-s',
    optionsFile,
    '--skipValidation',
    '--overwrite',
  ];
  const run = spawnSync(process.execPath, args, { cwd: here, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stdout + run.stderr);
});

export const client = async (service: string) => import(pathToFileURL(join(generated, 'clients', fileOf(service), 'service.ts')).href);

/** The error SAP's answer carries, wherever the SDK put it. */
export async function statusOf(work: Promise<unknown>): Promise<number | undefined> {
  try {
    await work;
    return undefined;
  } catch (thrown) {
    let cause = thrown as { response?: { status?: number }; cause?: unknown } | undefined;
    while (cause && cause.response?.status === undefined) cause = cause.cause as typeof cause;
    return cause?.response?.status;
  }
}

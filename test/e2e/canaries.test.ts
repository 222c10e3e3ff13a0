import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addKey } from '../../src/app/services/records.ts';
import { createHttpApp } from '../../src/http/index.ts';
import { createLog } from '../../src/telemetry/logger.ts';
import { countedIds } from '../../src/testing/index.ts';
import { carl, olivia, tell, waiting } from '../support/flow-rig.ts';
import { company, contact, item, memorySystems, opportunity, order } from '../support/order-company.ts';
import { openRig, type Rig } from '../support/rig.ts';

/** Values that stand nowhere else in the world, planted wherever a value can come in. */
const canaries = {
  firstName: 'Quendolyx',
  lastName: 'Zwirbelstein',
  email: 'quendolyx.zwirbelstein@kanarienvogel.example',
  phone: '+49 171 55501234',
  firm: 'Xylotripp Kanarienhandel',
  street: 'Vogelbauerweg 77b',
  iban: 'DE68210501700012345678',
  note: 'Bitte nur Frau Quendolyx Zwirbelstein anrufen, ihr Mann ist krank',
  hint: 'Papageno Federkleid',
  wrong: 'Tirilina Pfeifenbrink',
  echoed: 'Schnabulus Rotkehlchen',
};
const planted = Object.values(canaries);

const lines: string[] = [];
const answers: string[] = [];
let provider: Server;
let rig: Rig;
let app: ReturnType<typeof createHttpApp>;
let key = '';

function data() {
  const name = `${canaries.firstName} ${canaries.lastName}`;
  return company({
    orders: [order({ items: [item({ confirmedOn: '2024-05-30' })] }), order({ id: 'SO-2' })],
    contacts: [contact({ name, firstName: canaries.firstName, lastName: canaries.lastName, email: canaries.email, phone: canaries.phone })],
    opportunities: [opportunity({ name: `${canaries.firm}, ${canaries.note}` })],
  });
}

/** A system that answers about one order and throws the customer's data at whoever asks for another. */
function systems() {
  const { erp, crm } = memorySystems(data());
  const { orders } = erp.ports;
  if (!orders) throw new Error('the company has orders');
  const get: typeof orders.get = (id) =>
    id === 'SO-2' ? Promise.reject(new Error(`no access to ${canaries.wrong}, ${canaries.email}`)) : orders.get(id);
  Object.assign(erp.ports, { orders: { ...orders, get } });
  return new Map(Object.entries({ erp, crm }));
}

beforeAll(async () => {
  // A provider that refuses and says in its error what it was sent and more.
  provider = createServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `bad request about ${canaries.echoed}`, type: 'invalid_request_error' } }));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const { port } = provider.address() as AddressInfo;
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const narrator = { provider: 'openai', model: 'm', baseUrl: `http://127.0.0.1:${port}/v1`, apiKey: 'k' };
  rig = await openRig({ connections: systems(), log, config: { models: { narrator } } });
  key = (await addKey(rig.core, { name: 'all', principal: 'service:all', roles: ['admin', 'controller', 'source'] }, 'system')).key;
  const limits = { bodyLimitBytes: 65_536, depthLimit: 16 };
  app = createHttpApp({ services: rig.services, limits, log, ids: countedIds(), version: '0', isDraining: () => false });
});
afterAll(async () => {
  rig.close();
  await new Promise((resolve) => provider.close(resolve));
});

async function send(path: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const response = await app.request(path, { method: 'POST', headers, body });
  answers.push(await response.text());
}

/** A value as it could stand in a file or a line: plain, in JSON, in base64, in UTF-16, in a query. */
function formsOf(value: string): Buffer[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [Buffer.from(value), Buffer.from(json), Buffer.from(encodeURIComponent(value)), Buffer.from(value, 'utf16le'), ...base64Of(value)];
}

/** Inside longer base64 a value has one of three forms; what its neighbours share with it is cut off. */
function base64Of(value: string): Buffer[] {
  return [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
      .toString('base64')
      .replace(/=+$/, '');
    return Buffer.from(whole.slice(shift === 0 ? 0 : shift + 1, -1));
  });
}

const found = (bytes: Buffer): string[] => planted.filter((value) => formsOf(value).some((form) => bytes.includes(form)));

describe('values planted in records, notes, hints, bodies, errors and answers', () => {
  it('are taken in by every door', async () => {
    await tell(rig, { contact: canaries.hint, iban: canaries.iban, address: canaries.street });
    const raw = JSON.stringify({
      order_id: 'SO-1',
      new_status: 'DELAYED',
      contact: canaries.hint,
      note: canaries.note,
      iban: canaries.iban,
    });
    const source = { id: 'service:erp', name: 'erp', roles: ['source'] };
    await rig.services.intake.hook('erp', Buffer.from(raw), {}, source).catch((error: unknown) => answers.push(String(error)));
    await rig.services.runs.start('order-status', 'SO-2', olivia);
    await rig.core.worker.drain();
    for (const path of ['/v1/runs', '/v1/approvals/x', '/v1/erasures', '/hooks/erp', '/events']) {
      await send(path, `{"value": 7, "verdict": "${canaries.note}", "kind": "${canaries.hint}", "id": ["${canaries.iban}"]}`);
      await send(path, `{"broken ${canaries.wrong}`);
    }
    await send('/v1/redact', JSON.stringify({ text: canaries.note }));
    answers.pop();
    const [approval] = await waiting(rig);
    expect(approval).toBeDefined();
    const [exception] = (await rig.services.exceptions.list({ limit: 10 }, carl)).items;
    expect(exception).toBeDefined();
    answers.push(JSON.stringify(await rig.services.exceptions.list({ limit: 10 }, carl)));
    answers.push(
      JSON.stringify(await rig.services.audit.list({ limit: 100 }, carl)),
      JSON.stringify(await rig.services.egress.list({ limit: 100 }, carl)),
    );
  });

  it('the search itself finds a planted value in each of its forms', () => {
    for (const value of planted) {
      for (const form of formsOf(value)) expect(found(Buffer.concat([Buffer.from('…'), form, Buffer.from('…')]))).toContain(value);
      expect(found(Buffer.from(Buffer.from(`xy${value}z`).toString('base64')))).toContain(value);
    }
  });

  it('stand in the vault alone, and there only encrypted: not in the main database, the checkpoints, the queue or their journals', () => {
    rig.storage.databases.main.pragma('wal_checkpoint(PASSIVE)');
    const folder = join(rig.folder, 'data');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.db(-wal|-shm)?$/.test(name));
    expect(files).toEqual(expect.arrayContaining(['main.db', 'checkpoints.db', 'vault.db']));
    for (const name of files) expect({ name, found: found(readFileSync(join(folder, name))) }).toEqual({ name, found: [] });
  });

  it('stand in no log line, at any level, whatever threw them', () => {
    expect(lines.length).toBeGreaterThan(3);
    expect(found(Buffer.from(lines.join('\n')))).toEqual([]);
  });

  it('stand in no answer, exception, audit row or egress record, and no error repeats what was sent', () => {
    expect(answers.length).toBeGreaterThan(10);
    expect(found(Buffer.from(answers.join('\n')))).toEqual([]);
  });
});

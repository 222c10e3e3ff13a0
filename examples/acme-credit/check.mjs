/**
 * Runs this repository's content as its owner would, in a server with the built-in ERP and CRM, and asks both systems
 * afterwards. Needs nothing but Node and the dependencies of package.json; ends with 0 when every promise holds.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const deadlineMs = 10_000;

const server = await start();
try {
  await check('a blocked order of a small amount opens a task for the owner, without a person', smallOrder);
  await check('the same event again opens no second task', sameEventAgain);
  await check('the model saw tokens and a band, no name and no amount', whatTheModelSaw);
  await check('a blocked order of a large amount waits for Carl, and only then opens its task', largeOrder);
  await check('an order with room below the limit opens nothing', calmOrder);
  await check('the built-in order-status workflow took the same events', otherContent);
} finally {
  await server.stop();
}

/** GBP 1,606.48, blocked for credit. */
async function smallOrder() {
  await post('SO-78951');
  const run = await finished('SO-78951');
  assert.equal(run.outcome, 'applied');
  const [task, ...others] = await creditTasks('SO-78951');
  assert.deepEqual(others, []);
  const { owner, customer } = await dealOf('SO-78951');
  assert.equal(task.OwnerId, owner);
  assert.equal(task.Priority, 'High');
  assert.equal(
    task.Description,
    `Order SO-78951 of ${customer} is blocked for credit. Please talk to the customer and to credit management before you confirm anything.`,
  );
}

async function sameEventAgain() {
  await post('SO-78951');
  await until(async () => (await runsOf('SO-78951')).filter((run) => run.status === 'done').length === 2);
  assert.equal((await creditTasks('SO-78951')).length, 1);
}

async function whatTheModelSaw() {
  const { customer } = await dealOf('SO-78951');
  const runs = await runsOf('SO-78951');
  const sent = (await Promise.all(runs.map((run) => api(`/v1/egress?runId=${run.id}`)))).flatMap((page) => page.items);
  assert.equal(sent.length, 1);
  assert.match(sent[0].body, /<ORG_\d+>/);
  assert.match(sent[0].body, /blocked/);
  assert.ok(!sent[0].body.includes(customer));
  for (const figure of ['1606.48', '1,606.48', '8000.00', '9919.45']) assert.ok(!sent[0].body.includes(figure), figure);
}

/** EUR 15,506.80, blocked for credit. */
async function largeOrder() {
  await post('SO-78925');
  const approval = await until(async () =>
    (await api('/v1/approvals?status=waiting')).items.find((each) => each.title.includes('Credit of order SO-78925')),
  );
  assert.equal(approval.asked.role, 'controller');
  assert.deepEqual(await creditTasks('SO-78925'), []);
  await api(`/v1/approvals/${approval.id}`, { verdict: 'approve', hash: approval.proposalHash });
  assert.equal((await finished('SO-78925')).outcome, 'applied');
  assert.equal((await creditTasks('SO-78925')).length, 1);
}

async function calmOrder() {
  await post('SO-78932');
  assert.equal((await finished('SO-78932')).outcome, 'calm');
  assert.deepEqual(await creditTasks('SO-78932'), []);
}

async function otherContent() {
  for (const order of ['SO-78951', 'SO-78932']) {
    await until(async () =>
      (await runsOf(order, 'order-status')).find((run) => run.status === 'done' && ['applied', 'unchanged'].includes(run.outcome)),
    );
    const [{ ERP_Order_Status__c: status }] = await query(`SELECT ERP_Order_Status__c FROM Opportunity WHERE ERP_Order_Id__c = '${order}'`);
    assert.notEqual(status, null);
  }
}

// --- The ERP tells of a change, the API answers, the CRM is asked --------------------------------------------------

async function post(order) {
  const response = await fetch(`${server.url}/hooks/erp`, {
    method: 'POST',
    headers: { 'x-api-key': server.sandbox.erpKey, 'content-type': 'application/json' },
    body: JSON.stringify({ order_id: order }),
  });
  assert.equal(response.status, 202, await response.text());
}

/** Carl is a controller: he may look and decide. */
async function api(path, body) {
  const carl = server.sandbox.people.find((person) => person.name === 'Carl');
  const response = await fetch(`${server.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${carl.key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  assert.ok(response.ok, JSON.stringify(answer));
  return answer;
}

async function runsOf(order, workflow = 'credit-watch') {
  return (await api(`/v1/journal?workflow=${workflow}&limit=200`)).items.filter((run) => run.record.id === order);
}

function finished(order) {
  return until(async () => (await runsOf(order)).find((run) => run.status === 'done' || run.status === 'exception'));
}

function creditTasks(order) {
  return query(`SELECT Subject, Description, OwnerId, Priority FROM Task WHERE Subject LIKE 'Credit of order ${order}%'`);
}

async function dealOf(order) {
  const [deal] = await query(`SELECT OwnerId, Account.Name FROM Opportunity WHERE ERP_Order_Id__c = '${order}'`);
  return { owner: deal.OwnerId, customer: deal.Account.Name };
}

/** SOQL against the built-in CRM, as any of its clients would ask. */
async function query(soql) {
  const crm = server.sandbox.url;
  const token = await fetch(`${crm}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'countersign', client_secret: 'countersign-sandbox-secret' }),
  });
  const { access_token: access } = await token.json();
  const answer = await fetch(`${crm}/services/data/v60.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${access}` },
  });
  const body = await answer.json();
  assert.ok(Array.isArray(body.records), JSON.stringify(body));
  return body.records;
}

async function until(look) {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(performance.now() < end, `it did not happen within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function check(promise, holds) {
  await holds();
  process.stdout.write(`  ok  ${promise}\n`);
}

// --- The server, in a folder of its own ----------------------------------------------------------------------------

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'acme-credit-'));
  const child = spawn(
    process.execPath,
    [join(here, 'node_modules', 'countersign', 'bin', 'countersign.mjs'), 'up', '--port', '0', '--content', 'content.ts', '--json'],
    {
      cwd: here,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        COUNTERSIGN_DATA__DIR: join(folder, 'data'),
        COUNTERSIGN_KEY__DIR: join(folder, 'keys'),
        COUNTERSIGN_SANDBOX_PORT: '0',
        COUNTERSIGN_TELEMETRY_LEVEL: 'error',
      },
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const ended = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  const stop = async () => {
    child.kill('SIGTERM');
    const code = await ended;
    rmSync(folder, { recursive: true, force: true });
    assert.equal(code, 0, said);
  };
  let out = '';
  const started = new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      if (out.endsWith('}\n')) resolve(JSON.parse(out));
    });
  });
  const first = await Promise.race([started, ended]);
  if (typeof first === 'object' && first !== null) return { ...first, stop };
  rmSync(folder, { recursive: true, force: true });
  throw new Error(`the server did not start:\n${said}`);
}

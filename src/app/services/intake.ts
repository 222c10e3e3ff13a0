import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HookMapping } from '../../config/schema.ts';
import { asCountersignError, CountersignError } from '../../contracts/errors.ts';
import type { Principal } from '../../contracts/principal.ts';
import type { IntakeService } from '../../contracts/services.ts';
import { accept, type Accepted } from '../../events/intake.ts';
import { mapHooks } from '../../events/map-hook.ts';
import type { Core } from '../core.ts';
import { authorise } from './authorise.ts';

const toleranceMs = 5 * 60_000;

export function intakeService(core: Core, parseJson: (body: Uint8Array) => unknown): IntakeService {
  return {
    async hook(connection, body, headers, by) {
      const rule = core.config.connections[connection]?.hook;
      if (!rule) throw new CountersignError('resource.not_found', `No connection ${connection} takes webhooks`, { field: 'connection' });
      const principal = sender(core, connection, rule, body, headers, by);
      const payload = parseJson(body);
      try {
        const events = mapHooks(connection, 'rules' in rule ? rule : { rules: [rule] }, payload);
        return await together(events.map((event) => accept(core.intake, event, principal.id, body)));
      } catch (thrown) {
        const error = asCountersignError(thrown);
        if (error.code === 'input.unmapped') await keepUnmapped(core, connection, principal, body, error);
        throw error;
      }
    },
    async events(events, raw, by) {
      authorise(core.roles, by, 'events.send');
      const accepted = [];
      for (const event of events) accepted.push(await accept(core.intake, event, by.id, raw));
      return accepted;
    },
  };
}

/** What one message started, whatever number of records it named. None: it only told what we wrote ourselves. */
async function together(accepting: readonly Promise<Accepted>[]): Promise<Accepted> {
  const all = await Promise.all(accepting);
  const [first] = all;
  if (!first) return { eventId: '', duplicate: false, runIds: [] };
  return { ...first, duplicate: all.every((each) => each.duplicate), runIds: all.flatMap((each) => each.runIds) };
}

/** Who sent it: the key's principal, or the connection itself when its signature is right. */
function sender(
  core: Core,
  connection: string,
  rule: HookMapping,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  by: Principal | undefined,
): Principal {
  switch (rule.auth.kind) {
    case 'key':
      if (!by) throw new CountersignError('auth.missing', 'Send an API key: Authorization: Bearer <key>');
      authorise(core.roles, by, 'events.send');
      return by;
    case 'hmac-sha256':
      verifySignature(rule.auth, body, headers, core.clock.now());
      return core.principal(`service:${connection}`);
  }
}

function verifySignature(
  auth: Extract<HookMapping['auth'], { kind: 'hmac-sha256' }>,
  body: Uint8Array,
  headers: Readonly<Record<string, string>>,
  now: Date,
): void {
  const given = headers[auth.header];
  if (given === undefined)
    throw new CountersignError('auth.signature', `The signature header ${auth.header} is missing`, { field: auth.header });
  const mac = createHmac('sha256', auth.secret);
  if (auth.timestampHeader !== undefined) {
    const sentAt = Number(headers[auth.timestampHeader]);
    if (!Number.isFinite(sentAt) || Math.abs(now.getTime() - sentAt * 1000) > toleranceMs) {
      throw new CountersignError('auth.signature', 'The signed time is missing or more than five minutes off', {
        field: auth.timestampHeader,
      });
    }
    mac.update(`${headers[auth.timestampHeader]}.`);
  }
  const expected = Buffer.from(auth.prefix + mac.update(body).digest(auth.encoding));
  const actual = Buffer.from(given);
  if (expected.byteLength !== actual.byteLength || !timingSafeEqual(expected, actual))
    throw new CountersignError('auth.signature', 'The signature does not match the body', { field: auth.header });
}

/** What does not map is an exception, not a loss: the raw body lies in the vault and a person may edit it into an event. */
async function keepUnmapped(
  core: Core,
  connection: string,
  principal: Principal,
  body: Uint8Array,
  error: CountersignError,
): Promise<void> {
  const blob = await core.vault.putBlob(body);
  const at = core.clock.now().toISOString();
  const id = core.ids.next('exc');
  await core.storage.exceptions.open(
    {
      id,
      code: error.code,
      message: error.message,
      status: 'open',
      payloadRef: blob.ref,
      details: { connection, field: error.field ?? '' },
      createdAt: at,
    },
    [
      {
        at,
        actor: principal.id,
        action: 'exception.opened',
        body: { exception: id, code: error.code, payload: { ref: blob.ref, commitment: blob.commitment } },
      },
    ],
  );
}

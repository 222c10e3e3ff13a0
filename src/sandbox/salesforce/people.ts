import { z } from 'zod';
import { parsedBody } from '../core/control.ts';
import type { SandboxApp } from '../core/face.ts';
import type { ChangeEvents } from './change-events.ts';
import { SalesforceFault } from './fault.ts';
import { findObject, idOfObject } from './organisation.ts';
import type { Writes } from './writes.ts';

const Act = z.strictObject({
  object: z.string().max(80),
  /** The record that changes; a new one without it. */
  id: z.string().max(18).exactOptional(),
  fields: z.record(z.string().max(80), z.union([z.string().max(131_072), z.number(), z.boolean(), z.null()])),
});

const Target = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  header: z.string().regex(/^[A-Za-z0-9-]+$/),
  key: z.string().max(200),
});

/** `POST /_sandbox/salesforce/act`: somebody in the CRM makes or changes a record. `…/webhook` aims the change events. */
export function wirePeople(app: SandboxApp, deps: { readonly writes: Writes; readonly events: ChangeEvents }): void {
  app.put('/_sandbox/salesforce/webhook', async (c) => {
    const parsed = await parsedBody(c, Target);
    if (!parsed.ok) return parsed.response;
    deps.events.aim(parsed.value);
    return c.body(null, 204);
  });
  app.delete('/_sandbox/salesforce/webhook', (c) => {
    deps.events.aim(undefined);
    return c.body(null, 204);
  });
  app.post('/_sandbox/salesforce/act', async (c) => {
    const parsed = await parsedBody(c, Act);
    if (!parsed.ok) return parsed.response;
    const { object: name, id, fields } = parsed.value;
    const object = findObject(name);
    if (!object) return c.json({ error: { message: `There is no object ${name}`, field: 'object' } }, 400);
    try {
      if (id === undefined) {
        const made = deps.writes.create(object, fields);
        return c.json({ id: made.id, webhook: await deps.events.settled() }, 201);
      }
      const known = idOfObject(object, id);
      deps.writes.update(object, known, fields);
      return c.json({ id: known, webhook: await deps.events.settled() });
    } catch (error) {
      if (error instanceof SalesforceFault) return c.json({ error: { code: error.entry.errorCode, message: error.message } }, 400);
      throw error;
    }
  });
}

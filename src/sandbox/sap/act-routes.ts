import { z } from 'zod';
import { parsedBody } from '../core/control.ts';
import type { SandboxApp } from '../core/face.ts';
import type { ActResult, SandboxActs } from './act.ts';
import { SapError } from './sap-error.ts';
import type { Webhook } from './webhook.ts';

const ActRequest = z.object({
  action: z.enum([
    'confirm',
    'pick',
    'ship',
    'deliver',
    'invoice',
    'pay',
    'payPart',
    'credit',
    'defer',
    'accrue',
    'delay',
    'reject',
    'hold',
    'release',
  ]),
  order: z.string().min(1),
  notify: z.boolean().default(true),
  days: z.number().int().min(1).max(365).default(7),
  item: z.string().default('10'),
  reason: z.string().max(2).default('01'),
  amount: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,3})?$/)
    .default('1.00'),
  lines: z
    .array(
      z.object({
        item: z.string(),
        quantity: z
          .string()
          .regex(/^\d{1,9}(\.\d{1,3})?$/)
          .exactOptional(),
      }),
    )
    .exactOptional(),
  tracking: z.string().max(35).exactOptional(),
  deliveryOn: z.iso.date().exactOptional(),
});
type ActRequest = z.infer<typeof ActRequest>;

const amount = z.string().regex(/^-?\d{1,12}(\.\d{1,9})?$/);
const PriceRequest = z.strictObject({
  customer: z.string().min(4),
  material: z.string().min(4),
  amount,
  currency: z.string().length(3).exactOptional(),
  per: z.number().int().min(1).max(99_999).exactOptional(),
  from: z.iso.date().exactOptional(),
  until: z.iso.date().exactOptional(),
  isDeleted: z.boolean().exactOptional(),
  number: z.number().int().min(1).max(99).exactOptional(),
});

const WebhookRequest = z.object({ url: z.url({ protocol: /^https?$/ }), header: z.string().regex(/^[A-Za-z0-9-]+$/), key: z.string() });

/** `POST /_sandbox/act`, `PUT /_sandbox/price`, `PUT` and `DELETE /_sandbox/webhook`: the acts for demos and for tests in another process. */
export function wireActs(app: SandboxApp, deps: { acts: () => SandboxActs; webhook: () => Webhook }): void {
  app.post('/_sandbox/act', async (c) => {
    const parsed = await parsedBody(c, ActRequest);
    if (!parsed.ok) return parsed.response;
    try {
      return c.json(await perform(deps.acts(), parsed.value));
    } catch (error) {
      if (error instanceof SapError)
        return c.json({ error: { code: error.code, message: error.message } }, error.status === 404 ? 404 : 409);
      throw error;
    }
  });
  app.put('/_sandbox/price', async (c) => {
    const parsed = await parsedBody(c, PriceRequest);
    if (!parsed.ok) return parsed.response;
    try {
      return c.json({ record: deps.acts().agreePrice(parsed.value) });
    } catch (error) {
      if (error instanceof SapError) return c.json({ error: { code: error.code, message: error.message } }, 409);
      throw error;
    }
  });
  app.put('/_sandbox/webhook', async (c) => {
    const parsed = await parsedBody(c, WebhookRequest);
    if (!parsed.ok) return parsed.response;
    deps.webhook().aim(parsed.value);
    return c.body(null, 204);
  });
  app.delete('/_sandbox/webhook', (c) => {
    deps.webhook().aim(undefined);
    return c.body(null, 204);
  });
}

function perform(acts: SandboxActs, request: ActRequest): Promise<ActResult> {
  const { action, order, notify } = request;
  switch (action) {
    case 'ship':
      return ship(acts, request);
    case 'delay':
      return acts.delay(order, request.days, { notify });
    case 'reject':
      return acts.reject(order, request.item, request.reason, { notify });
    case 'hold':
      return acts.hold(order, request.reason, { notify });
    case 'payPart':
    case 'credit':
    case 'defer':
    case 'accrue':
      return acts[action](order, request.amount, { notify });
    case 'confirm':
    case 'pick':
    case 'deliver':
    case 'invoice':
    case 'pay':
    case 'release':
      return acts[action](order, { notify });
  }
}

function ship(acts: SandboxActs, { order, notify, lines, tracking, deliveryOn }: ActRequest): Promise<ActResult> {
  return acts.ship(order, {
    notify,
    ...(lines ? { lines } : {}),
    ...(tracking ? { tracking } : {}),
    ...(deliveryOn ? { deliveryOn } : {}),
  });
}

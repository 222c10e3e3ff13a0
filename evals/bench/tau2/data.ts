import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CountersignError } from 'countersign';
import { z } from 'zod';

const Place = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  country: z.string(),
  state: z.string(),
  zip: z.string(),
});
const Line = z.object({
  name: z.string(),
  product_id: z.string(),
  item_id: z.string(),
  price: z.number(),
  options: z.record(z.string(), z.string()),
});

/** The database file as upstream ships it; amounts are dollars as JSON numbers. */
export const RetailFile = z.object({
  products: z.record(
    z.string(),
    z.object({
      name: z.string(),
      product_id: z.string(),
      variants: z.record(
        z.string(),
        z.object({ item_id: z.string(), options: z.record(z.string(), z.string()), available: z.boolean(), price: z.number() }),
      ),
    }),
  ),
  users: z.record(
    z.string(),
    z.object({
      user_id: z.string(),
      name: z.object({ first_name: z.string(), last_name: z.string() }),
      address: Place,
      email: z.string(),
      payment_methods: z.record(
        z.string(),
        z.object({
          source: z.enum(['gift_card', 'paypal', 'credit_card']),
          id: z.string(),
          brand: z.string().optional(),
          last_four: z.string().optional(),
          balance: z.number().optional(),
        }),
      ),
      orders: z.array(z.string()),
    }),
  ),
  orders: z.record(
    z.string(),
    z.object({
      order_id: z.string(),
      user_id: z.string(),
      address: Place,
      items: z.array(Line),
      fulfillments: z.array(z.object({ tracking_id: z.array(z.string()), item_ids: z.array(z.string()) })),
      status: z.string(),
      payment_history: z.array(
        z.object({ transaction_type: z.enum(['payment', 'refund']), amount: z.number(), payment_method_id: z.string() }),
      ),
      cancel_reason: z.string().nullish(),
      exchange_items: z.array(z.string()).nullish(),
      exchange_new_items: z.array(z.string()).nullish(),
      exchange_payment_method_id: z.string().nullish(),
      exchange_price_difference: z.number().nullish(),
      return_items: z.array(z.string()).nullish(),
      return_payment_method_id: z.string().nullish(),
    }),
  ),
});
export type RetailFile = z.infer<typeof RetailFile>;

const Changes = z.record(z.string(), z.record(z.string(), z.json()));

/** One golden trajectory: what the reference calls, which of it it refuses, and the records that differ at the end. */
export const Golden = z.object({
  id: z.string(),
  actions: z.array(z.tuple([z.string(), z.record(z.string(), z.json())])),
  /** One per action where given: a hash, or `ERR` and the refusal. */
  obs: z.array(z.string()).optional(),
  golden_errors: z.array(z.tuple([z.string(), z.string(), z.string()])).default([]),
  communicate: z.array(z.string()).default([]),
  expected_changes: Changes,
  /** The state without the upstream fault that writes the last variant to every line. */
  expected_changes_corrected: Changes.optional(),
});
export type Golden = z.infer<typeof Golden>;

/** What a simulated customer is told; the parts of upstream's task file that a conversation needs. */
export const Scenario = z.object({
  id: z.string(),
  user_scenario: z.object({
    instructions: z.union([
      z.string(),
      z.object({
        task_instructions: z.string().nullish(),
        reason_for_call: z.string().nullish(),
        known_info: z.string().nullish(),
        unknown_info: z.string().nullish(),
      }),
    ]),
  }),
});
export type Scenario = z.infer<typeof Scenario>;

export type RetailData = {
  readonly file: RetailFile;
  readonly goldens: readonly Golden[];
  readonly scenarios: readonly Scenario[];
  readonly policy: string;
};

/**
 * A folder of the shape of tau2-bench's retail domain: `db.json`, `golden-*.jsonl` (every such file counts), `tasks-*.json`
 * and `policy.md`; the last two may be missing where no model is attached. Throws input.invalid with the file's name.
 */
export function readRetail(folder: string, names: readonly string[]): RetailData {
  const goldenFiles = names.filter((name) => /^golden.*\.jsonl$/.test(name)).toSorted();
  if (!names.includes('db.json') || goldenFiles.length === 0)
    throw new CountersignError('input.invalid', 'The folder holds no db.json with golden trajectories (golden-….jsonl)', { field: 'data' });
  const goldens = goldenFiles.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => parsed(Golden, line, name)),
  );
  const scenarios = names
    .filter((name) => /^tasks.*\.json$/.test(name))
    .flatMap((name) => parsed(z.array(Scenario), readFileSync(join(folder, name), 'utf8'), name));
  const policy = join(folder, 'policy.md');
  return {
    file: parsed(RetailFile, readFileSync(join(folder, 'db.json'), 'utf8'), 'db.json'),
    goldens,
    scenarios,
    policy: existsSync(policy) ? readFileSync(policy, 'utf8') : '',
  };
}

function parsed<S extends z.ZodType>(schema: S, text: string, name: string): z.infer<S> {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new CountersignError('input.invalid', `${name} is no JSON`, { field: name, cause });
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new CountersignError('input.invalid', `${name} is not valid at ${result.error.issues[0]?.path.join('.') ?? '(top)'}`, {
    field: name,
  });
}

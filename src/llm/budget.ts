import type { EgressStore, Usage } from '../contracts/llm.ts';
import type { Clock } from '../contracts/time.ts';

/** Millionths of the budget's currency for a million tokens, by `provider/model` or by model. */
export type Prices = Readonly<Record<string, { readonly input: number; readonly output: number }>>;
export type Budget = { readonly perDayMicros?: number; readonly perRunTokens?: number };

export type Purse = {
  /** Whether one more call of this size at most fits; if so it is set aside until `release`. */
  reserve(
    spender: { readonly runId: string },
    provider: string,
    model: string,
    inputTokens: number,
    outputTokens: number,
  ): Promise<{ release(): void } | undefined>;
  usage(provider: string, model: string, inputTokens: number, outputTokens: number): Usage;
};

/** Checks spending before a call, against what is on record plus what other calls of this process have set aside. */
export function createPurse({
  egress,
  clock,
  prices,
  budget,
}: {
  readonly egress: EgressStore;
  readonly clock: Clock;
  readonly prices: Prices;
  readonly budget: Budget;
}): Purse {
  let asideMicros = 0;
  const asideTokens = new Map<string, number>();
  const usage: Purse['usage'] = (provider, model, inputTokens, outputTokens) => {
    const price = prices[`${provider}/${model}`] ?? prices[model] ?? { input: 0, output: 0 };
    return { inputTokens, outputTokens, costMicros: Math.ceil((inputTokens * price.input + outputTokens * price.output) / 1_000_000) };
  };
  return {
    usage,
    async reserve({ runId }, provider, model, inputTokens, outputTokens) {
      const { costMicros } = usage(provider, model, inputTokens, outputTokens);
      const tokens = inputTokens + outputTokens;
      // Set aside before asking the store: calls that ask at the same moment see each other.
      asideMicros += costMicros;
      asideTokens.set(runId, (asideTokens.get(runId) ?? 0) + tokens);
      let isHeld = true;
      const release = () => {
        if (!isHeld) return;
        isHeld = false;
        asideMicros -= costMicros;
        const left = (asideTokens.get(runId) ?? 0) - tokens;
        if (left > 0) asideTokens.set(runId, left);
        else asideTokens.delete(runId);
      };
      try {
        if (budget.perDayMicros !== undefined) {
          const today = `${clock.now().toISOString().slice(0, 10)}T00:00:00.000Z`;
          if ((await egress.spent(today)).costMicros + asideMicros > budget.perDayMicros) return (release(), undefined);
        }
        if (budget.perRunTokens !== undefined && (await spentByRun(egress, runId)) + (asideTokens.get(runId) ?? 0) > budget.perRunTokens)
          return (release(), undefined);
      } catch (cause) {
        release();
        throw cause;
      }
      return { release };
    },
  };
}

export function sumUsage(spent: readonly Usage[]): Usage {
  return spent.reduce(
    (total, each) => ({
      inputTokens: total.inputTokens + each.inputTokens,
      outputTokens: total.outputTokens + each.outputTokens,
      costMicros: total.costMicros + each.costMicros,
    }),
    { inputTokens: 0, outputTokens: 0, costMicros: 0 },
  );
}

async function spentByRun(egress: EgressStore, runId: string): Promise<number> {
  const records = await egress.list({ runId, limit: 1000 });
  return records.reduce((total, { usage }) => total + (usage ? usage.inputTokens + usage.outputTokens : 0), 0);
}

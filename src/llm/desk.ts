import type { AskingLimits, EgressStore, Usage } from '../contracts/llm.ts';
import type { Log } from '../contracts/log.ts';
import type { Privacy } from '../contracts/privacy.ts';
import type { PromptUse } from '../contracts/prompt-metrics.ts';
import type { Clock, Ids, Sleep } from '../contracts/time.ts';
import type { Trace } from '../contracts/trace.ts';
import type { PromptRegistry } from '../prompting/index.ts';
import type { Budget, Prices, Purse } from './budget.ts';
import type { NarratorChatModel } from './narrator.ts';
import type { RemoteModel } from './providers.ts';

/** Who answers in a role. The built-in narrator needs nothing. */
export type ModelRole = { readonly provider: 'narrator' } | RemoteModel;
export type ModelRoles = Readonly<Record<'planner' | 'narrator' | 'judge', ModelRole>>;

export type GatewayOptions = {
  readonly privacy: Privacy;
  readonly prompts: PromptRegistry;
  readonly egress: EgressStore;
  readonly roles: ModelRoles;
  readonly prices?: Prices;
  readonly budget?: Budget;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly sleep: Sleep;
  /** For one narration or one turn of a conversation with all its attempts, 60 s unless told. */
  readonly deadlineMs?: number;
  readonly trace?: Trace;
  /** Told of each narration once it is there. */
  readonly onNarrated?: (use: PromptUse) => void;
};

/** What everything behind the gateway works with. */
export type Desk = GatewayOptions & { readonly purse: Purse; readonly builtIn: NarratorChatModel };

export const narratorModel = 'countersign-narrator';
export const nothing: Usage = { inputTokens: 0, outputTokens: 0, costMicros: 0 };

export function modelOf(role: ModelRole): string {
  return role.provider === 'narrator' ? narratorModel : role.model;
}

/** When a question is given up; an agent's own limit may be sooner than the gateway's. */
export function deadlineOf({ clock, deadlineMs = 60_000 }: Desk, limits?: AskingLimits): number {
  return clock.now().getTime() + Math.min(deadlineMs, limits?.deadlineMs ?? Infinity);
}

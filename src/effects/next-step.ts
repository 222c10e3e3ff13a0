import type { Effect } from '../contracts/effects.ts';
import type { LookupOutcome, WriteOutcome, WriteReceipt } from '../contracts/ports.ts';

/**
 * What an effect does next. The states and what moves them on:
 * - reserved: send it (stored as sending before any I/O)
 * - sending, found by a worker that did not send it: the sender died; nobody knows → uncertain
 * - uncertain: wait until the settle delay is over (the first request may still commit), then look up
 *     found → applied · absent and the target refuses a second → reserved · absent otherwise → look again, then a person
 * - applied: done · refused, conflict: the caller decides · parked, abandoned: a person has it
 */
export type NextStep =
  | { readonly do: 'send' }
  | { readonly do: 'doubt' }
  | { readonly do: 'wait'; readonly until: string }
  | { readonly do: 'look-up' }
  | { readonly do: 'stop' };

export function nextStep(effect: Effect, now: Date): NextStep {
  switch (effect.state) {
    case 'reserved':
      return { do: 'send' };
    case 'sending':
      return { do: 'doubt' };
    case 'uncertain':
      return effect.settleAt !== undefined && new Date(effect.settleAt) > now ? { do: 'wait', until: effect.settleAt } : { do: 'look-up' };
    case 'applied':
    case 'refused':
    case 'conflict':
    case 'parked':
    case 'abandoned':
      return { do: 'stop' };
  }
}

/** How often an absent effect that the target would accept twice is looked for before a person is asked. */
export const maxLookups = 3;

export type AfterLookup =
  | { readonly to: 'applied'; readonly receipt: WriteReceipt; readonly reason: string }
  | { readonly to: 'reserved'; readonly reason: string }
  | { readonly to: 'uncertain'; readonly reason: string }
  | { readonly to: 'parked'; readonly reason: string };

/** Decides by what a look-up found. An adopted effect has status 0: its answer was never seen. */
export function afterLookup(effect: Effect, found: LookupOutcome, refusesSecond: boolean): AfterLookup {
  switch (found.kind) {
    case 'found': {
      const receipt: WriteReceipt = {
        id: found.id,
        ...(found.version === undefined ? {} : { version: found.version }),
        status: 0,
        responseHash: '',
      };
      return { to: 'applied', receipt, reason: 'adopted: the target holds a write with this key' };
    }
    case 'absent':
      if (refusesSecond) return { to: 'reserved', reason: 'not there, and the target refuses a second one: sending again' };
      if (effect.lookups + 1 < maxLookups) return { to: 'uncertain', reason: 'not there yet; looking again' };
      return { to: 'parked', reason: 'not there after three looks, and the target would accept a second one: a person has to decide' };
    case 'ambiguous':
      return { to: 'parked', reason: `${found.count} records could be this write: a person has to decide` };
    case 'unreachable':
      return { to: 'uncertain', reason: found.reason };
  }
}

export type AfterSend =
  | { readonly to: 'applied'; readonly receipt: WriteReceipt }
  | { readonly to: 'refused'; readonly reason: string; readonly field?: string }
  | { readonly to: 'conflict'; readonly reason: string }
  | { readonly to: 'uncertain'; readonly reason: string; readonly settleInMs: number }
  | { readonly to: 'reserved'; readonly reason: string; readonly retryInMs: number };

/** Decides by the answer. A duplicate is uncertain for a moment only: the look-up that follows finds and adopts it. */
export function afterSend(outcome: WriteOutcome, settleDelayMs: number): AfterSend {
  switch (outcome.kind) {
    case 'applied':
      return { to: 'applied', receipt: outcome.receipt };
    case 'refused':
      return {
        to: 'refused',
        reason: `${outcome.code}: ${outcome.reason}`,
        ...(outcome.field === undefined ? {} : { field: outcome.field }),
      };
    case 'conflict':
      return { to: 'conflict', reason: outcome.reason };
    case 'duplicate':
      return { to: 'uncertain', reason: outcome.reason, settleInMs: 0 };
    case 'uncertain':
      return { to: 'uncertain', reason: outcome.reason, settleInMs: settleDelayMs };
    case 'deferred':
      return { to: 'reserved', reason: 'the target asked to wait', retryInMs: outcome.retryAfterMs };
  }
}

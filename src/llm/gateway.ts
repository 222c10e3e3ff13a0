import type { Gateway } from '../contracts/llm.ts';
import { assess } from './assess.ts';
import { createPurse } from './budget.ts';
import { converse } from './converse.ts';
import type { Desk, GatewayOptions } from './desk.ts';
import { checkFaithful } from './faithful.ts';
import { narrate } from './narrate.ts';
import { NarratorChatModel } from './narrator.ts';

/**
 * The only way to a language model: facts into words, a prompt's question answered with data, and one turn of a
 * conversation with tools. There is no fourth.
 */
export function createGateway(options: GatewayOptions): Gateway {
  const desk: Desk = {
    ...options,
    purse: createPurse({ egress: options.egress, clock: options.clock, prices: options.prices ?? {}, budget: options.budget ?? {} }),
    builtIn: new NarratorChatModel({ prompts: options.prompts }),
  };
  return {
    narrate: (request) => narrate(desk, request),
    assess: (request) => assess(desk, request),
    converse: (request) => converse(desk, request),
    check(text, sheet, locale) {
      const { failures, told } = checkFaithful(text, sheet, { locale, required: [] });
      return { failures: failures.map(({ check }) => check), told };
    },
    hasModel: (role) => desk.roles[role].provider !== 'narrator',
  };
}

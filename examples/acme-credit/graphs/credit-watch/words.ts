import { factSheet, type FactSheet } from 'countersign';
import type { CreditPosition } from '../../tools/read-credit-position.ts';
import type { Concern } from './decide.ts';

/** How each concern is said in the languages of the prompt; saying another one is refused as unfaithful. */
const said: Readonly<Record<Concern, readonly string[]>> = {
  blocked: ['blocked', 'gesperrt'],
  over: ['above the credit limit', 'über dem Kreditlimit'],
  near: ['close to the credit limit', 'kurz vor dem Kreditlimit'],
};

/** What the text may rest on: the order, a token for the customer, and a band. No amount is among it, not even as a slot. */
export function creditWords(position: CreditPosition, concern: Concern): { sheet: FactSheet; required: readonly string[] } {
  const sheet = factSheet();
  const order = sheet.id('order number', position.order);
  const customer = sheet.token('customer', position.customerName);
  const others = Object.entries(said).flatMap(([name, words]) => (name === concern ? [] : words));
  const band = sheet.enumeration('credit', concern, said[concern], others);
  return { sheet: sheet.build({ order: { id: order }, customer, concern }), required: [order, customer, band] };
}

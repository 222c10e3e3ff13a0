import { z } from 'zod';
import type { ServiceCase } from 'countersign';
import type { CaseReading, ReadingRules } from './read-case.ts';

/** What a model answers of a case; the schema of the prompt `service-desk.read-case`, held a second time where it is used. */
export const ModelReading = z.object({ serials: z.array(z.string().max(40)).max(5), problem: z.string().max(40) });
export type ModelReading = z.infer<typeof ModelReading>;

/** A model is asked where the rules leave something open: which product of none or several, or what is wrong with it. */
export function isOpen(reading: CaseReading, one: Pick<ServiceCase, 'assetId'>, rules: Pick<ReadingRules, 'problems'>): boolean {
  const asksForProblem = Object.keys(rules.problems).length > 0;
  return (one.assetId === undefined && reading.serials.length !== 1) || (asksForProblem && reading.problem === undefined);
}

/**
 * What the rules read, with what a model adds. A serial number counts only as it stands in the case itself, in whatever
 * writing, and a problem only of the kinds there are; what the rules found for certain is not replaced.
 */
export function withModel(
  reading: CaseReading,
  read: ModelReading | undefined,
  one: Pick<ServiceCase, 'subject' | 'text'>,
  rules: Pick<ReadingRules, 'problems'>,
): CaseReading & { readonly byModel: readonly ('serials' | 'problem')[] } {
  if (read === undefined) return { ...reading, byModel: [] };
  const text = squeezed(`${one.subject}\n${one.text ?? ''}`);
  const stated = [...new Set(read.serials.map((serial) => serial.trim().toUpperCase()))].filter((serial) => stands(serial, text));
  const serials = reading.serials.length === 1 || stated.length === 0 ? reading.serials : stated;
  const named = Object.hasOwn(rules.problems, read.problem) ? read.problem : undefined;
  const problem = reading.problem ?? named;
  return {
    ...reading,
    serials,
    problem,
    byModel: [...(serials === reading.serials ? [] : ['serials' as const]), ...(problem === reading.problem ? [] : ['problem' as const])],
  };
}

const squeezed = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}\n]/gu, '');

/** A number of a few digits stands in every text, and for nothing. */
const fewestDigits = 4;
function stands(serial: string, text: string): boolean {
  const bare = squeezed(serial);
  return bare.replace(/\D/g, '').length >= fewestDigits && text.includes(bare);
}

/** "no. 78934/10" is SN-78934-10: the same letters and digits, or their end. */
export function isSerial(written: string, serial: string | undefined): boolean {
  const [bare, whole] = [squeezed(written), squeezed(serial ?? '')];
  return bare.replace(/\D/g, '').length >= fewestDigits && whole.endsWith(bare);
}

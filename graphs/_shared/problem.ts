import type { JsonObject } from 'countersign';
import type { Prepared } from 'countersign/flow';

/** Something about the data that a person has to put right before anything can be written. */
export type Problem = {
  readonly code: 'data.missing' | 'data.invalid' | 'link.missing' | 'link.ambiguous' | 'record.blocked' | 'state.refused';
  /** What is wrong and what to do about it; no names, no texts of anybody. */
  readonly message: string;
  /** The field of the record it is about. */
  readonly field: string;
};

export const asException = ({ code, message, field }: Problem, details: JsonObject = {}): Prepared => ({
  kind: 'exception',
  code,
  message,
  details: { field, ...details },
});

const isoCurrency = /^[A-Z]{3}$/;
export const isCurrency = (code: string | undefined): boolean => code !== undefined && isoCurrency.test(code) && code !== 'XXX';

import type { TokenKind } from './token-kinds.ts';
import type { Principal } from './principal.ts';

/** Whom to forget: a value as it is written anywhere; every other way of writing it, and what belongs to the same entity, goes with it. */
export type ErasureRequest = { readonly value: string; readonly kind?: TokenKind; readonly reason: string };

/** What is gone. The value is not told again. */
export type ErasureView = {
  readonly id: string;
  readonly at: string;
  readonly threads: number;
  readonly tokens: number;
  /** Raw bodies that held the value and were deleted. */
  readonly bodies: number;
};

export interface ErasureService {
  /** Destroys the keys of a person's values in all threads and deletes raw bodies that hold them. Safe to repeat. */
  erase(request: ErasureRequest, by: Principal): Promise<ErasureView>;
}

/** A message as a broker is handed it. `id` is the event's own and the same at every attempt, so that who gets it twice sees that. */
export type BrokerMessage = {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly body: string;
  readonly at: string;
};

/**
 * What became of handing one over.
 * - taken: the broker keeps it and has said so
 * - unroutable: the broker is there, and nothing is bound that would get it
 * - refused: the broker said no
 * - lost: no answer came; it may have been taken
 */
export type Published =
  | { readonly kind: 'taken' }
  | { readonly kind: 'unroutable' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string };

/** Hands messages to one exchange of one broker. Never throws: every failure is an answer. */
export interface BrokerPublisher {
  publish(message: BrokerMessage, signal: AbortSignal): Promise<Published>;
  close(): Promise<void>;
}

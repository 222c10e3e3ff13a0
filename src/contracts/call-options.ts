/** Every call takes a signal: the run's deadline and cancellation reach the socket. A record that is not there is `undefined`. */
export type CallOptions = { readonly signal?: AbortSignal };

/** Up to `limit` records in the order asked for. */
export type Listed<T> = { readonly items: readonly T[]; readonly more: boolean };

export type ErrorEntry = { readonly message: string; readonly errorCode: string; readonly fields?: readonly string[] };

/** A refusal in the vendor's words: an HTTP status and the array of errors its body carries. */
export class SalesforceFault extends Error {
  readonly status: number;
  readonly entry: ErrorEntry;

  constructor(status: number, errorCode: string, message: string, fields?: readonly string[]) {
    super(message);
    this.name = 'SalesforceFault';
    this.status = status;
    this.entry = { message, errorCode, ...(fields ? { fields } : {}) };
  }
}

export const notFound = (what = 'The requested resource does not exist') => new SalesforceFault(404, 'NOT_FOUND', what);
export const malformedQuery = (message: string) => new SalesforceFault(400, 'MALFORMED_QUERY', message);
export const invalidField = (message: string) => new SalesforceFault(400, 'INVALID_FIELD', message);

/** The error array for failures outside the face's own handlers. */
export function problemBody(status: number, message: string): readonly { message: string; errorCode: string }[] {
  const codes: Readonly<Record<number, string>> = {
    404: 'NOT_FOUND',
    413: 'REQUEST_TOO_LARGE',
    429: 'REQUEST_LIMIT_EXCEEDED',
    500: 'UNKNOWN_EXCEPTION',
    503: 'SERVER_UNAVAILABLE',
  };
  return [{ message, errorCode: codes[status] ?? 'UNKNOWN_EXCEPTION' }];
}

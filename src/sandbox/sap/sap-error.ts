import type { JsonObject } from '../../contracts/json.ts';

/** A refusal the way the Gateway words it; becomes the error body of the answer. */
export class SapError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function sapErrorBody(code: string, message: string): JsonObject {
  return {
    error: {
      code,
      message: { lang: 'en', value: message },
      innererror: {
        application: { component_id: 'SD', service_namespace: '/SAP/', service_version: '0001' },
        transactionid: '5F4C2A8E6E6A00E0E0066A4B00000001',
        timestamp: '',
        errordetails: [{ code, message, propertyref: '', severity: 'error', target: '' }],
      },
    },
  };
}

export const badRequest = (message: string) => new SapError(400, '/IWBEP/CM_MGW_RT/022', message);
export const notFound = (what: string) => new SapError(404, '/IWBEP/CM_MGW_RT/020', `Resource not found for segment '${what}'`);

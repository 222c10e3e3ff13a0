import { describe, expect, it } from 'vitest';
import { classifyWrite } from '../../../../src/connectors/core/index.ts';

describe('what an answer means for a write', () => {
  const reply = (status: number, headers: Record<string, string> = {}) => ({
    status,
    headers,
    setCookies: [],
    bytes: new Uint8Array(),
    text: () => '',
    json: () => null,
  });
  const at = new Date('2025-06-02T08:00:00Z');
  it.each([
    [429, 'deferred'],
    [409, 'conflict'],
    [412, 'conflict'],
    [428, 'conflict'],
    [408, 'uncertain'],
    [500, 'uncertain'],
    [503, 'uncertain'],
    [504, 'uncertain'],
  ] as const)('%i is %s', (status, kind) => {
    expect(classifyWrite(reply(status), 'crm', at)?.kind).toBe(kind);
  });
  it.each([200, 201, 204, 400, 403, 404])('%i is for the vendor to read', (status) => {
    expect(classifyWrite(reply(status), 'crm', at)).toBeUndefined();
  });
  it('a 429 carries how long to wait', () => {
    expect(classifyWrite(reply(429, { 'retry-after': '7' }), 'crm', at)).toEqual({ kind: 'deferred', retryAfterMs: 7_000 });
  });
});

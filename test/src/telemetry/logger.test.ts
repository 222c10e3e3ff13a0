import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/telemetry/logger.ts';

function lines(): { log: ReturnType<typeof createLog>; written: string[] } {
  const written: string[] = [];
  return { log: createLog('debug', { write: (line) => written.push(line) }), written };
}

describe('a log line', () => {
  it('is a fixed sentence with fields', () => {
    const { log, written } = lines();
    log.warn({ orderId: 'SO-1', attempt: 2 }, 'connector asked us to wait');
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ orderId: 'SO-1', attempt: 2, msg: 'connector asked us to wait' });
  });

  it.each(['password', 'authorization', 'token', 'email', 'name', 'body'])('never shows %s, whoever forgot', (field) => {
    const { log, written } = lines();
    log.error({ [field]: 'canary-4711', nested: { [field]: 'canary-4712' } }, 'careless');
    expect(written[0]).not.toMatch(/canary/);
  });

  it('tells an error by its kind, not by its text, and cuts long values', () => {
    const { log, written } = lines();
    log.error({ cause: new TypeError('Ursula Brinkmann is not a function'), long: 'x'.repeat(5000) }, 'failed');
    expect(written[0]).toContain('TypeError');
    expect(written[0]).not.toContain('Ursula');
    expect((written[0] ?? '').length).toBeLessThan(800);
  });
});

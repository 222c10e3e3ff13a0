import { describe, expect, it } from 'vitest';
import { createCookieJar } from '../../../../src/connectors/core/index.ts';

describe('the cookie jar', () => {
  const jarAt = () => {
    const time = { now: Date.parse('2025-06-02T08:00:00Z') };
    return { time, jar: createCookieJar({ now: () => new Date(time.now) }) };
  };

  it('sends what it was given, newest value of a name, longest path first', () => {
    const { jar } = jarAt();
    jar.store(['sap-usercontext=sap-client=100; path=/', 'SID=one; path=/sap/; HttpOnly; Secure']);
    jar.store(['SID=two; path=/sap/']);
    expect(jar.header('/sap/opu/odata')).toBe('SID=two; sap-usercontext=sap-client=100');
    expect(jar.header('/other')).toBe('sap-usercontext=sap-client=100');
  });

  it('forgets what expired, what is deleted and everything on clear', () => {
    const { jar, time } = jarAt();
    jar.store(['a=1; Max-Age=10', 'b=2; Expires=Mon, 02 Jun 2025 08:01:00 GMT', 'c=3']);
    time.now += 11_000;
    expect(jar.header('/')).toBe('b=2; c=3');
    time.now += 60_000;
    expect(jar.header('/')).toBe('c=3');
    jar.store(['c=; Max-Age=0']);
    expect(jar.header('/')).toBeUndefined();
    jar.store(['d=4']);
    jar.clear();
    expect(jar.header('/')).toBeUndefined();
  });

  it('ignores lines that are no cookie', () => {
    const { jar } = jarAt();
    jar.store(['', '=x', 'noequals']);
    expect(jar.header('/')).toBeUndefined();
  });
});

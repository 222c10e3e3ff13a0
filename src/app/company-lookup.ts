import type { AccountMaster } from '../contracts/business-crm.ts';
import type { CallOptions } from '../contracts/call-options.ts';
import type { CompanyData, CompanyLookup, CompanyProfile, CompanyQuestion } from '../contracts/company-data.ts';
import { defined } from '../contracts/defined.ts';
import { asCountersignError, CountersignError } from '../contracts/errors.ts';
import type { Log } from '../contracts/log.ts';
import type { Connection } from '../contracts/ports.ts';
import { countryCode } from '../matching/index.ts';

export type LookupParts = {
  readonly connection: (system: string) => Connection;
  /** Undefined where no provider is connected. */
  readonly companyData: () => CompanyData | undefined;
  readonly log: Log;
};

/** An account's company asked for where its name is: an id goes in, the provider's number and its confidence come out. */
export function companyLookup({ connection, companyData, log }: LookupParts): CompanyLookup {
  return {
    async ofAccount(id, options) {
      const provider = companyData();
      if (!provider) return { kind: 'off' };
      const account = await connection('crm').ports.accountMasters?.get(id, options);
      const question = account && questionAbout(account);
      if (!question) return { kind: 'asked', told: [] };
      const told = Object.keys(question);
      try {
        const [match] = await provider.match(question, options);
        return { kind: 'asked', told, ...(match ? { match } : {}) };
      } catch (thrown) {
        const { code } = asCountersignError(thrown);
        if (!isOutage(thrown)) throw thrown;
        log.warn({ account: id, code }, 'the company-data provider did not answer');
        return { kind: 'unavailable', code };
      }
    },
  };
}

/** What the provider holds of a number, and undefined where it does not answer: who asks goes on without. */
export function profileOf({ companyData, log }: LookupParts) {
  return async (duns: string, options?: CallOptions): Promise<CompanyProfile | undefined> => {
    try {
      return await companyData()?.get(duns, options);
    } catch (thrown) {
      if (!isOutage(thrown)) throw thrown;
      log.warn({ duns, code: asCountersignError(thrown).code }, 'the company-data provider did not answer');
      return undefined;
    }
  };
}

/** Whatever a provider does is no reason to stop; that the run itself was cancelled is. */
const isOutage = (thrown: unknown): boolean => thrown instanceof CountersignError && thrown.code.startsWith('connector.');

/** Only what identifies a company is told. Without a name and a known country there is nothing to ask. */
export function questionAbout(account: AccountMaster): CompanyQuestion | undefined {
  const { name, street, city, postalCode, taxId } = account;
  const country = countryCode(account.country ?? '');
  if (name.trim() === '' || country === undefined) return undefined;
  return defined({
    name,
    country,
    street: said(street),
    city: said(city),
    postalCode: said(postalCode),
    registrationNumber: said(taxId),
  });
}

const said = (text: string | undefined): string | undefined => (text === undefined || text.trim() === '' ? undefined : text);

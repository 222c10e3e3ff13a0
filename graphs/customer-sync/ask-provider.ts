import { CountersignError, type AccountMaster, type CompanyProfile } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { masterDesk } from '../../agents/master-desk.ts';
import { getCompany } from '../../tools/company-data/get-company.ts';
import { weighMatch, type Standing } from './enrich.ts';
import type { Mapping } from './mapping.ts';

export type Asked = { readonly standing: Standing; readonly profile?: CompanyProfile };

/** What the company-data provider has of an account, as far as it may be used. Whatever becomes of the provider, the account goes on. */
export async function askProvider(flow: FlowContext, account: AccountMaster, mapping: Mapping): Promise<Asked> {
  const search = (await flow.ports.companies?.ofAccount(account.id, flow)) ?? ({ kind: 'off' } as const);
  const standing = weighMatch(search, account, mapping);
  if (search.kind !== 'off')
    flow.audit('company-data.asked', {
      account: account.id,
      answer: search.kind,
      ...(search.kind === 'asked' ? { told: [...search.told], confidence: search.match?.confidence ?? 0 } : { code: search.code }),
      use: standing.kind,
    });
  if (standing.kind === 'leave') return { standing };
  try {
    return { standing, profile: await flow.read(masterDesk, getCompany, { duns: standing.duns }) };
  } catch (thrown) {
    if (!isAboutProvider(thrown)) throw thrown;
    flow.log.warn({ account: account.id, code: thrown.code }, 'the company-data provider did not answer');
    return { standing: weighMatch({ kind: 'unavailable', code: thrown.code }, account, mapping) };
  }
}

const isAboutProvider = (thrown: unknown): thrown is CountersignError =>
  thrown instanceof CountersignError && (thrown.code.startsWith('connector.') || thrown.code === 'resource.not_found');

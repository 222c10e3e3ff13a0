import { businessId, CompanyProfile, CountersignError, defineTool } from 'countersign';
import { z } from 'zod';

export const getCompany = defineTool({
  id: 'company-data.get-company',
  kind: 'read',
  description: 'Reads what the company-data provider holds of a company, by its number.',
  system: 'company-data',
  needs: ['companyData.get'],
  input: z.object({ duns: businessId() }),
  output: CompanyProfile,
  async run({ ports, signal }, { duns }) {
    const found = await ports.companyData?.get(duns, { signal });
    if (!found) throw new CountersignError('resource.not_found', `The company-data provider has no company ${duns}`, { field: 'duns' });
    return found;
  },
});

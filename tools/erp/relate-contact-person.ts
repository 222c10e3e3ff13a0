import { businessId, changesTo, code, defineTool } from 'countersign';
import { z } from 'zod';

/** Makes a person a contact of a customer. SAP refuses the same relationship a second time. */
export const relateContactPerson = defineTool({
  id: 'erp.relate-contact-person',
  kind: 'write',
  description: 'Makes a person of the ERP a contact person of a customer.',
  system: 'erp',
  needs: ['write.A_BusinessPartnerContact.create'],
  input: z.object({ customer: businessId(), person: businessId(), relationship: code() }),
  target: () => ({ type: 'A_BusinessPartnerContact' }),
  reads: [],
  plain: ['BusinessPartnerCompany', 'BusinessPartnerPerson', 'RelationshipCategory'],
  describe: (_ctx, _before, { customer, person, relationship }) => ({
    title: 'Contact person of the customer',
    operation: 'create',
    changes: changesTo(undefined, [
      { field: 'BusinessPartnerCompany', label: 'Customer', after: customer },
      { field: 'BusinessPartnerPerson', label: 'Person', after: person },
      { field: 'RelationshipCategory', label: 'Relationship', after: relationship },
    ]),
  }),
});

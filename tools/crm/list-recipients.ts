import { businessId, Contact, defineTool, oneOf } from 'countersign';
import { z } from 'zod';

/** A contact and whether a mail can be addressed to them; said here, because past this point the address is a token. */
export const Recipient = z.object({ ...Contact.shape, address: oneOf(['good', 'missing', 'bad']) });
export type Recipient = z.infer<typeof Recipient>;

const Address = z.email().max(254);

export const listRecipients = defineTool({
  id: 'crm.list-recipients',
  kind: 'read',
  description: 'Lists the contacts of an opportunity, those with a role on it first, and whether each has an address a mail can go to.',
  system: 'crm',
  needs: ['contacts.listForOpportunity'],
  input: z.object({ opportunity: businessId(), account: businessId().optional() }),
  output: z.array(Recipient),
  run: async ({ ports, signal }, { opportunity, account }) =>
    ((await ports.contacts?.listForOpportunity(opportunity, account, { signal })) ?? []).map((contact) => ({
      ...contact,
      address: addressOf(contact.email),
    })),
});

function addressOf(email: string | undefined): Recipient['address'] {
  if (email === undefined || email.trim() === '') return 'missing';
  return Address.safeParse(email).success ? 'good' : 'bad';
}

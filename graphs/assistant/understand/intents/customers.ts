import type { Row } from './row.ts';

export const customers: readonly Row[] = [
  {
    id: 'customer.profile',
    needs: 'address|phone|email|terms|language @customer|customer',
    likes: 'where list who howmuch',
    not: '@order contact thank contactverb order invoice note create task',
    slots: 'customer',
    bonus: 0.5,
  },
  {
    id: 'customer.profile',
    needs: 'where @customer',
    likes: 'customer',
    not: 'order deal invoice ship deliver @order stock',
    slots: 'customer',
  },
  {
    id: 'customer.contacts',
    needs: 'contact|who @customer|customer',
    likes: 'phone email list terms order',
    not: '@order block overdue late note thank create task pay @material case invoice credit',
    slots: 'customer',
    bonus: 0.6,
  },
  {
    id: 'customer.cases',
    needs: 'case',
    likes: '@customer customer open list howmany status recent',
    not: 'create @order deal order @quote note',
    slots: 'customer',
    bonus: 0.3,
  },
  {
    id: 'customer.summary',
    needs: '@customer|customer overview|status',
    likes: 'customer mine @customer',
    not: 'order deal invoice credit case contact @order block stock late largest short address phone email overdue pay thank note task @material pipeline pending',
    slots: 'customer',
    bonus: 0.2,
  },
  {
    id: 'customer.summary',
    needs: '@customer',
    likes: 'customer who',
    not: 'order deal invoice credit case contact @order block thank note task create move',
    slots: 'customer',
    bonus: -0.5,
  },
  {
    id: 'customers.list',
    needs: 'customer list|howmany|mine',
    likes: 'table',
    not: '@customer order block overdue deal credit @order invoice pay case contact risk late address phone email thank overview @material',
    bonus: -0.3,
  },
];

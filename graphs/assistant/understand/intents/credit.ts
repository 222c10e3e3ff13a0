import type { Row } from './row.ts';

export const credit: readonly Row[] = [
  {
    id: 'credit.exposure',
    needs: 'credit|exposure|limit @customer|customer|list|credit',
    likes: 'status open howmuch total overdue invoice overview pay',
    not: '@order @money release order',
    slots: 'customer',
    bonus: 0.5,
  },
  {
    id: 'credit.room',
    needs: '@money credit|room|order|limit|exposure|@customer',
    likes: '@customer customer total block promise recent',
    not: 'deal invoice note task stock',
    slots: 'customer money',
    bonus: 0.8,
  },
  {
    id: 'credit.room',
    needs: 'room credit|limit|exposure',
    likes: '@customer customer order howmuch open',
    not: '@money deal stock',
    slots: 'customer',
    bonus: 0.8,
  },
  {
    id: 'invoices.overdue',
    needs: 'overdue',
    likes: 'invoice pay @customer customer list howmany howmuch total open table largest late',
    not: 'order @order deal deliver',
    slots: 'customer',
    bonus: 1,
  },
  {
    id: 'invoices.overdue',
    needs: 'late invoice|pay',
    likes: '@customer customer list open howmany total who',
    not: '@order deliver deal',
    slots: 'customer',
    bonus: 0.8,
  },
  {
    id: 'invoices.open',
    needs: 'invoice|pay open|list|@customer|howmuch|howmany|total',
    likes: 'customer status table due exposure when mine',
    not: '@order overdue late deal terms order',
    slots: 'customer',
    bonus: 0.2,
  },
  {
    id: 'credit.blocked',
    needs: 'block customer|who|credit|@customer',
    likes: 'list howmany status why',
    not: 'order @order deliver ship deal move create release withdraw',
    bonus: 0.2,
  },
];

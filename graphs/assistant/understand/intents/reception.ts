import type { Row } from './row.ts';

export const reception: readonly Row[] = [
  { id: 'help', needs: 'help', likes: 'list mine', not: '@order @customer @material order stock', bonus: 0.5 },
  { id: 'greet', needs: 'greet', likes: 'status', not: '@order @customer @material order stock deal invoice', bonus: -0.5 },
  { id: 'thanks', needs: 'thanks', likes: 'thank largest', not: '@order @customer @material customer order deal stock invoice' },
  { id: 'bye', needs: 'bye', likes: 'thanks thank' },
  {
    id: 'pending',
    needs: 'pending',
    likes: 'list status open approve mine howmany where move who when',
    not: 'withdraw @order @customer @material deliver invoice create deal order',
    bonus: 0.6,
  },
  {
    id: 'withdraw',
    needs: 'withdraw',
    likes: 'pending no move mine close note task block',
    not: 'reject_order @day @quote list',
    bonus: 0.9,
  },
  { id: 'approve', needs: 'approve|reject', likes: 'pending yes no mine', not: '@customer list', bonus: 0.3 },
  {
    id: 'sources',
    needs: 'source',
    likes: 'list when status who why where',
    not: '@order @customer @material deal order invoice',
    bonus: 0.8,
  },
];

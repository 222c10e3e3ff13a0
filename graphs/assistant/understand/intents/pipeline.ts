import type { Row } from './row.ts';

export const pipeline: readonly Row[] = [
  {
    id: 'deal.status',
    needs: 'deal @order|@deal|@customer',
    likes: 'status stage when close amount total howmuch who overview',
    not: 'move create risk largest won lost',
    slots: 'deal',
    bonus: 0.3,
  },
  { id: 'deal.status', needs: '@deal', likes: 'status list overview', not: 'move', slots: 'deal' },
  {
    id: 'deal.status',
    needs: 'stage|close @order|@deal|@customer|deal',
    likes: 'when status list deal',
    not: 'move risk largest total @stage create howmany',
    slots: 'deal',
  },
  {
    id: 'deals.open',
    needs: 'deal list|open|howmany|mine|table',
    likes: '@customer customer status stage @stage',
    not: 'risk short largest @top @day close total move @order won lost chart create',
    bonus: 0.2,
  },
  {
    id: 'deals.risk',
    needs: 'risk|short deal|order|customer',
    likes: 'stock list promise product open why late customer @customer close',
    not: '@order @quantity credit block',
    bonus: 0.6,
  },
  {
    id: 'deals.closing',
    needs: 'deal|close @day',
    likes: 'close list due @customer howmany open total when',
    not: 'move @order @deal risk invoice order deliver create note task',
    bonus: 0.4,
  },
  {
    id: 'deals.largest',
    needs: 'largest|@top|smallest deal',
    likes: 'open list chart table @customer total',
    not: 'order move risk',
    bonus: 0.8,
  },
  {
    id: 'pipeline.total',
    needs: 'pipeline|deal|stage total|howmuch|stage|chart|overview|pipeline|amount',
    likes: 'list @day table open close @customer howmany status mine',
    not: '@order largest @top move risk @stage create @deal',
  },
];

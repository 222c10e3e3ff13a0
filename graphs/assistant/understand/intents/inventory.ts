import type { Row } from './row.ts';

export const inventory: readonly Row[] = [
  {
    id: 'stock.promise',
    needs: '@material|product promise|@quantity|deliver|ship',
    likes: '@day when customer @customer alternative stock order produce @quantity short room',
    not: '@order deal line credit invoice largest list',
    slots: 'material',
    bonus: 0.8,
  },
  {
    id: 'stock.promise',
    needs: 'promise|deliver|ship @quantity',
    likes: '@day when alternative stock order produce',
    not: '@order @customer deal line credit invoice largest list late contactverb note task',
    slots: 'material',
    bonus: 0.2,
  },
  {
    id: 'stock.alternatives',
    needs: 'alternative',
    likes: '@material product stock promise plant @quantity @day deliver',
    not: '@order',
    slots: 'material',
    bonus: 0.9,
  },
  {
    id: 'stock.level',
    needs: 'stock|howmany|promise|plant @material|product',
    likes: 'list where open short @material howmuch',
    not: '@quantity @day order @order deal risk customer late',
    slots: 'material',
    bonus: 0.4,
  },
  {
    id: 'stock.short',
    needs: 'short|smallest',
    likes: 'stock product list order plant howmany risk table chart open',
    not: '@material deal @customer @order largest',
    bonus: 0.4,
  },
  {
    id: 'product.detail',
    needs: '@material',
    likes: 'product list leadtime when status overview plant amount',
    not: 'order deal @customer stock promise @quantity deliver note task',
    slots: 'material',
    bonus: -0.4,
  },
  {
    id: 'product.list',
    needs: 'product list|howmany|table',
    likes: 'stock mine overview',
    not: '@material short order largest deal promise @quantity late @order',
  },
];

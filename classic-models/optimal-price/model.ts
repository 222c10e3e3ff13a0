import { defineModel } from 'countersign';
import { elasticityHead, ElasticityValue } from 'countersign/learning';
import { features } from './features.ts';
import { output } from './output.ts';
import { costPlus, priceOf } from './price.ts';

/** The price of an order line that is expected to earn most within the bounds of policy. */
export const optimalPrice = defineModel({
  id: 'optimal-price',
  version: '1.0.0',
  title: 'Optimal price',
  entity: 'item',
  ids: ['item_id'],
  features,
  heads: {
    elasticity: elasticityHead({
      quantity: 'quantity',
      price: 'price',
      group: 'customer_segment',
      competitor: { index: 'competitor_price_index', of: 'current_price' },
    }),
  },
  rule: (values) => ({ output: { ...costPlus(values), elasticity: null } }),
  answer: ({ elasticity }, values) => {
    const value = ElasticityValue.parse(elasticity?.value);
    return { output: { ...priceOf(values, value), elasticity: value.estimate } };
  },
  leading: 'elasticity',
  card: {
    purpose: 'Recommends the price of an order line from cost, stock, competitors, segment and how customers answered to prices',
    decides: 'Nothing: it recommends within bounds, a person or the policy of whoever asks sets the price',
    limits: [
      'Until a version is approved the rule answers: cost plus the usual margin',
      'Never below a margin of 15 %, never more than 10 % from the price of today, never more than 10 % above the competitors',
      'Where these contradict each other the least margin holds and a person looks',
      'Without a unit cost it follows from raw material, 55 % of the cost unless the item says otherwise',
      'What customers buy instead of an item, and what competitors answer, is not known to it',
    ],
    owner: 'Pricing',
  },
  output,
});

import type { ModelFeature } from 'countersign';

type Told = Omit<ModelFeature, 'name' | 'kind' | 'description' | 'class' | 'source' | 'from'> & { readonly class?: ModelFeature['class'] };
type From = ModelFeature['from'];

/** What the newest observation of the record itself says, under the feature's own name. */
export const own = (observation: string): From => ({ of: 'self', observation, take: 'latest' });

const featureOf =
  (kind: ModelFeature['kind']) =>
  (name: string, description: string, source: string, from: From, told: Told = {}): ModelFeature => ({
    name,
    kind,
    description,
    class: told.class ?? 'public',
    source,
    from,
    ...told,
  });

/** A feature that is a number: a quantity, days, a ratio. */
export const number = featureOf('number');
/** A feature that is one of some levels. */
export const category = featureOf('category');
/** A feature that is words. */
export const words = featureOf('text');
/** A feature that is one number a period, oldest first. */
export const series = featureOf('series');
/** A feature that is a list of records. */
export const items = featureOf('items');

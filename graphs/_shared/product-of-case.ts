import type { Asset, ServiceCase } from 'countersign';
import type { FlowContext } from 'countersign/flow';
import { serviceDesk } from '../../agents/service-desk.ts';
import { findAssets } from '../../tools/crm/find-assets.ts';
import { isOpen, isSerial, ModelReading, withModel } from './model-reading.ts';
import { productOf, readCase, type FoundProduct, type ReadingRules } from './read-case.ts';

export type ReadProduct = { readonly reading: ReturnType<typeof withModel>; readonly product: FoundProduct };

/** Which installed product a case is about and what is wrong with it: by rules, by a model where they leave something open, and then looked up. */
export async function readProduct(flow: FlowContext, one: ServiceCase, rules: ReadingRules): Promise<ReadProduct> {
  const byRules = readCase(one, rules);
  const reading = withModel(byRules, isOpen(byRules, one, rules) ? await askModel(flow, one, rules) : undefined, one, rules);
  return { reading, product: productOf(one, reading, await assetsOf(flow, one, reading.serials)) };
}

async function askModel(flow: FlowContext, one: ServiceCase, rules: ReadingRules): Promise<ModelReading | undefined> {
  const view = {
    subject: one.subject,
    ...(one.text === undefined ? {} : { text: one.text.slice(0, 20_000) }),
    problems: [...Object.keys(rules.problems), 'other'],
  };
  const answer = await flow.assess({ agent: serviceDesk, prompt: 'service-desk.read-case', locale: 'en', view });
  return answer === undefined ? undefined : ModelReading.parse(answer);
}

/** By the asset the case names, else by every serial number its text names. */
async function assetsOf(flow: FlowContext, one: ServiceCase, serials: readonly string[]): Promise<Asset[]> {
  if (one.assetId !== undefined) return flow.read(serviceDesk, findAssets, { asset: one.assetId });
  const found = await Promise.all(serials.map((serial) => flow.read(serviceDesk, findAssets, { serial })));
  const exact = [...new Map(found.flat().map((asset) => [asset.id, asset])).values()];
  if (exact.length > 0 || serials.length === 0 || one.accountId === undefined) return exact;
  // Written otherwise than in the CRM, it is looked for among what this customer has.
  const own = await flow.read(serviceDesk, findAssets, { account: one.accountId });
  return own.filter(({ serialNumber }) => serials.some((written) => isSerial(written, serialNumber)));
}

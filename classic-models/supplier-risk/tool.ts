import { predictTool } from 'countersign';
import { features } from './features.ts';
import { output } from './output.ts';

/** The model as agents ask it. */
export const predictSupplierRisk = predictTool({
  model: 'supplier-risk',
  description: 'Says how probable a disruption by a vendor is within 90 days: a missed delivery that stops a line, or an insolvency.',
  ids: ['vendor_id'],
  features,
  output,
});

export { heldOutScores } from './held-out.ts';
export type { PlotFile } from './head-section.ts';
export { renderCard, type CardExtras, type RenderedCard } from './render-card.ts';
export { fewestPeople, subgroupsOf, type SubgroupOptions } from './subgroups.ts';

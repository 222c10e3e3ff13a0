export { gated, type GatedDefinition } from './gated.ts';
export { freshState, gatedGraph, GatedState, workflowVersion, type CompiledGraph } from './gated.ts';
export {
  LookAgain,
  probeLabels,
  type Draft,
  type Evidence,
  type FlowContext,
  type FlowParts,
  type FlowResult,
  type Prepared,
  type Probe,
  type ProbeLabel,
  type ProposalPlan,
  type RunInput,
} from './parts.ts';

export { freshState, gatedGraph, GatedState, type CompiledGraph, type GatedDefinition } from './gated.ts';
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

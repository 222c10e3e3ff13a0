export { gated, type GatedDefinition } from './gated.ts';
export { freshState, gatedGraph, GatedState, workflowVersion, type CompiledGraph } from './gated.ts';
export {
  LookAgain,
  probeLabels,
  type Draft,
  type EarlierProposal,
  type EarlierWrite,
  type Evidence,
  type FlowContext,
  type FlowParts,
  type FlowResult,
  type Prepared,
  type Probe,
  type ProbeLabel,
  type ProposalPlan,
  type RequestedChange,
  type RunInput,
  type Stopped,
} from './parts.ts';
export { created, written } from './created.ts';
export { conversation, type ConversationTools } from './talk/conversation.ts';
export { parkedValue, type ParkedChange } from './talk/inbox.ts';
export { piecesOf, speak } from './talk/speak.ts';
export { changeRecordType } from './talk/changes.ts';
export type { ChangeRequest, ChangeState, ErrandState, Mention, Talk } from './talk/parts.ts';
export { createFindings, type Findings } from './talk/tool-facts.ts';
export { createPipe } from './talk/speak.ts';
export type { DigestFacts } from '../contracts/channels.ts';
export { editDistance } from '../matching/edit-distance.ts';

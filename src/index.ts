/**
 * The authoring surface: what a repository of content imports. Definitions and types, nothing that runs.
 */
import type { z } from 'zod';
import type { Agent, Assistant, Content, ReadTool, Workflow, WriteTool } from './contracts/authoring.ts';
import type { ModelDefinition } from './contracts/models.ts';

/** A typed call. `read` answers data; `write` and `notify` say what they would do and are used through propose alone. */
export function defineTool<I extends z.ZodType, O extends z.ZodType>(tool: ReadTool<I, O>): ReadTool<I, O>;
export function defineTool<I extends z.ZodType>(tool: WriteTool<I>): WriteTool<I>;
export function defineTool(tool: ReadTool | WriteTool): ReadTool | WriteTool {
  return tool;
}

/** A role with its prompts, the tools it may use and its limits. */
export function defineAgent(agent: Agent): Agent {
  return agent;
}

/** A graph with its triggers, phase and policy. `graph` comes from `countersign/flow`. */
export function defineWorkflow(workflow: Workflow): Workflow {
  return workflow;
}

/** A conversation with its agents. `graph` comes from `countersign/flow`. */
export function defineAssistant(assistant: Assistant): Assistant {
  return assistant;
}

/** A numeric model: its features, its heads and its card. Heads come from `countersign/learning`. */
export function defineModel(model: ModelDefinition): ModelDefinition {
  return model;
}

/** Everything a repository registers, listed by hand: what is not listed does not exist. */
export function defineContent(content: Content): Content {
  return content;
}

export type {
  Agent,
  Assistant,
  Content,
  Description,
  Phase,
  Policy,
  PolicyRule,
  ReadTool,
  SendContext,
  Tool,
  ToolContext,
  Trigger,
  Workflow,
  WriteTool,
} from './contracts/authoring.ts';
export type {
  Answered,
  Example,
  Head,
  HeadScore,
  LabelledMoment,
  ModelCard,
  ModelDefinition,
  ModelFeature,
  ModelValue,
  ModelValues,
  Observation,
} from './contracts/models.ts';
export { changesTo, type WantedField, withAsOf } from './contracts/changes.ts';
export * from './contracts/business.ts';
export * from './contracts/business-crm.ts';
export * from './contracts/business-erp.ts';
export { OrderSimulation } from './contracts/order-simulation.ts';
export { CompanyProfile, type CompanyMatch, type CompanySearch } from './contracts/company-data.ts';
export {
  address,
  amount,
  businessId,
  classed,
  code,
  count,
  day,
  decimal,
  email,
  financialDecimal,
  flag,
  freeText,
  instant,
  oneOf,
  organisation,
  person,
  phone,
  quantity,
  readableText,
  ratio,
  taxId,
} from './contracts/classes.ts';
export {
  Answer,
  AnswerEvent,
  Block,
  type Cell,
  type Cite,
  type ColumnKind,
  type Source,
  type TableBlock,
  type ChartBlock,
  type ProposalBlock,
  type NoticeBlock,
  type TextBlock,
} from './contracts/answer.ts';
export { ContactPerson, type ContactLikeness } from './contracts/contact-persons.ts';
export type { DecisionField } from './contracts/decision-row.ts';
export { OpportunityHistory } from './contracts/feeds.ts';
export { defined } from './contracts/defined.ts';
export { CountersignError, type ErrorCode, type Retry } from './contracts/errors.ts';
export type { Json, JsonObject } from './contracts/json.ts';
export type { CustomerCandidate, CustomerLinkage, CustomerSearch, FieldAgreement } from './contracts/linkage.ts';
export type { Fact, FactSheet, ToldFact } from './contracts/llm.ts';
export { addDecimal, compareDecimal, compareMoney, money, Money, subtractDecimal, sum } from './contracts/money.ts';
export type { Prediction } from './contracts/model-store.ts';
export type { LiveRecord, ReadPorts, WriteOutcome, WriteRequest } from './contracts/ports.ts';
export type { FieldChange, PlannedWrite, Proposal } from './contracts/proposals.ts';
export type { LinkStore } from './contracts/runs.ts';
export { predictTool, type PredictToolParts } from './contracts/predict-tool.ts';
export { factSheet, restingFacts, type FactSheetBuilder } from './contracts/facts.ts';
export { contactRoles, orderStatuses, type ContactRole, type OrderStatus, type OrderStatusView } from './contracts/order-words.ts';

export { baselineOf, readBaseline, readTexts, writeBaseline, type Baseline } from './baseline.ts';
export {
  readDataset,
  StoredCase,
  type ConversationCase,
  type EvalCase,
  type PromptCase,
  type SetupStep,
  type WorkflowCase,
} from './cases.ts';
export type { CheckFacts, DoneWrite, Engine, Observed, PromptUsed, Score, Scorer, ToolCall } from './evaluated.ts';
export { caseFromBody } from './from-run.ts';
export { judge, type Verdict } from './gate.ts';
export { judgedOf } from './judging.ts';
export { readQuarantine } from './quarantine.ts';
export { closingLine, countsOf, judgedLines, junitOf, summaryOf, type Reported } from './report.ts';
export { reportHtml } from './report-html.ts';
export { runSuite, type SuiteRun } from './run-suite.ts';
export { isScorer } from './scorers.ts';
export { sheetOf } from './sheet.ts';
export { readSuites, SuiteFile, type Suite } from './suites.ts';

export { openSandbox, type Sandbox, type SandboxOptions } from './core/open-sandbox.ts';
export {
  committed,
  type Commit,
  type Exchange,
  type Face,
  type FaceContext,
  type FaceFactory,
  type FaceName,
  type SandboxApp,
  type SandboxContext,
} from './core/face.ts';
export { faultKinds, type FaultDesk, type FaultKind, type FaultSpec } from './core/faults.ts';
export type { EffectRow, RequestLog, RequestRow } from './core/requests.ts';
export type { SeededIds } from './core/ids.ts';
export type { CompanySeed } from './company/seed.ts';
export { generateCompany } from './company/generate.ts';
export { importNorthwind } from './company/northwind.ts';
export { startSandbox, type CompanySandbox, type StartOptions } from './start-sandbox.ts';
export { createSapFace, type SapFace, type SapFaceOptions } from './sap/sap-face.ts';
export type { ActResult, SandboxActs } from './sap/act.ts';
export type { ActOptions, ShipOptions } from './sap/shipping.ts';
export type { WebhookBody, WebhookTarget } from './sap/webhook.ts';

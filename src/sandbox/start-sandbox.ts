import { silentLog } from '../contracts/log.ts';
import type { FaceFactory } from './core/face.ts';
import { openSandbox, type Sandbox, type SandboxOptions } from './core/open-sandbox.ts';
import { type SandboxActs, createActs } from './sap/act.ts';
import { type ContractActs, createContractActs } from './sap/act-contracts.ts';
import { wireActs } from './sap/act-routes.ts';
import { createSapFace, type SapFace, type SapFaceOptions } from './sap/sap-face.ts';
import { dnbFace } from './dnb/index.ts';
import { salesforceFace } from './salesforce/index.ts';
import { createWebhook, type Webhook, type WebhookTarget } from './sap/webhook.ts';

export type StartOptions = Omit<SandboxOptions, 'faces' | 'control'> & {
  readonly sap?: SapFaceOptions;
  /** Faces beside SAP's; Salesforce's and D&B's unless given. */
  readonly faces?: readonly FaceFactory[];
  readonly webhook?: WebhookTarget;
};

export type CompanySandbox = Sandbox & {
  /** What people in the ERP do. */
  readonly act: SandboxActs;
  /** What they do to contracts, which concern no order. */
  readonly contracts: ContractActs;
  readonly sap: SapFace;
  /** Where acts are announced from now on. */
  aimWebhook(target: WebhookTarget | undefined): void;
};

/** The whole built-in company: the ERP face with its acts and whatever other faces are given, on one loopback server. */
export async function startSandbox(options: StartOptions): Promise<CompanySandbox> {
  const made: { sap?: SapFace; act?: SandboxActs; webhook?: Webhook; office?: Omit<Parameters<typeof createActs>[0], 'webhook'> } = {};
  const sapFace: FaceFactory = (context) => {
    const sap = createSapFace(context, options.sap);
    made.sap = sap;
    made.office = { store: sap.store, clock: context.clock, ids: context.ids, crmIdOf: (order) => sap.crmIdOf(order) };
    return sap;
  };
  const need = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the sandbox is not open yet');
    return value;
  };
  const sandbox = await openSandbox({
    ...options,
    faces: [sapFace, ...(options.faces ?? [salesforceFace(), dnbFace()])],
    control(app, { faults, closing }) {
      const webhook = createWebhook({ faults, log: options.log ?? silentLog, target: options.webhook, closing });
      made.webhook = webhook;
      made.act = createActs({ ...need(made.office), webhook });
      wireActs(app, { acts: () => need(made.act), webhook: () => webhook });
    },
  });
  return {
    ...sandbox,
    act: need(made.act),
    contracts: createContractActs(need(made.office)),
    sap: need(made.sap),
    aimWebhook: (target) => need(made.webhook).aim(target),
  };
}

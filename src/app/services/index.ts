import type { KeyLookup, Services } from '../../contracts/services.ts';
import type { Core } from '../core.ts';
import { holdRecogniser, type HeldRecogniser } from '../recogniser.ts';
import { approvalService } from './approvals.ts';
import { intakeService } from './intake.ts';
import { readiness, renderMetrics, type Meters } from './health.ts';
import { auditService, effectService, egressService, hashKey, keyService } from './records.ts';
import { erasureService } from './erasure.ts';
import { deliveryService } from './deliveries.ts';
import { feedbackService } from './feedback.ts';
import { exceptionService } from './exceptions.ts';
import { promptService } from './prompts.ts';
import { redactionService } from './redaction.ts';
import { runService } from './runs.ts';
import { workflowService } from './workflows.ts';

/** The services HTTP and the commands are given, each authorising the person it acts for. */
export function createServices(
  core: Core,
  parts: {
    auditPublicKey: string;
    parseJson: (body: Uint8Array) => unknown;
    meters: Meters;
    isDraining: () => boolean;
    recogniser?: HeldRecogniser;
  },
): Services & KeyLookup {
  const authenticateHash: KeyLookup['authenticateHash'] = async (sha256) => {
    const key = await core.storage.keys.findByHash(sha256);
    if (!key || key.revokedAt !== undefined) return undefined;
    const principal = core.principal(key.principal);
    // A person's roles come from the config, so that taking one away works at once; a key may only narrow them.
    const roles = key.principal.startsWith('person:')
      ? principal.roles.filter((role) => key.roles.length === 0 || key.roles.includes(role))
      : key.roles;
    return { ...principal, roles };
  };
  return {
    authenticate: (apiKey) => authenticateHash(hashKey(apiKey)),
    authenticateHash,
    roles: core.roles,
    intake: intakeService(core, parts.parseJson),
    approvals: approvalService(core),
    runs: runService(core),
    exceptions: exceptionService(core),
    effects: effectService(core),
    audit: auditService(core, parts.auditPublicKey),
    egress: egressService(core),
    keys: keyService(core),
    workflows: workflowService(core),
    feedback: feedbackService(core),
    deliveries: deliveryService(core),
    prompts: promptService(core),
    erasures: erasureService(core),
    redaction: redactionService(core, parts.recogniser ?? holdRecogniser(undefined)),
    readiness: () => readiness(core, parts.isDraining()),
    metrics: () => renderMetrics(core, parts.meters),
  };
}

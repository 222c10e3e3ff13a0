export { createServing } from './create-serving.ts';
export { defaultLimits, type ServingLimits, type ServingParts, type WebhookParts } from './parts.ts';

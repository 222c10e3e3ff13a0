export { agentServerRoutes, createAgentServerRoutes, type AgentServerParts } from './mount.ts';
export type { AgentServerRoute } from './route.ts';

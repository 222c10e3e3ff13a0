import type { Workflow } from '../contracts/authoring.ts';
import type { Connection } from '../contracts/ports.ts';
import type { Config } from '../config/schema.ts';

/** Operations a workflow requires and no connection serves, each as `crm: mirrors.find` and once. */
export function unservedBy(
  { connections, config }: { readonly connections: ReadonlyMap<string, Connection>; readonly config: Pick<Config, 'systems'> },
  workflow: Workflow | undefined,
): readonly string[] {
  const missing = (workflow?.requires ?? []).flatMap((tool) => {
    const connection = connections.get(config.systems[tool.system] ?? tool.system);
    return tool.needs
      .filter((need) => connection?.capabilities.operations.includes(need) !== true)
      .map((need) => `${tool.system}: ${need}`);
  });
  return [...new Set(missing)];
}

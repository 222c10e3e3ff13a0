import { invalid, type Node } from './template.ts';

/**
 * Every variable a template names must be declared, so that a slip of the pen fails when the prompt is loaded and not
 * when a customer's order meets the branch. `lines` declares everything below it.
 */
export function checkVariables(nodes: readonly Node[], declared: ReadonlySet<string>, choices: ReadonlySet<string>, file: string): void {
  for (const node of nodes) {
    if (node.is === 'text') continue;
    if (!isDeclared(node.path.text, declared)) throw invalid(file, `unknown variable ${node.path.text}`);
    if (node.is === 'pick' && !choices.has(node.choices)) throw invalid(file, `unknown choices ${node.choices}`);
    if (node.is === 'if') {
      checkVariables(node.yes, declared, choices, file);
      checkVariables(node.no, declared, choices, file);
    }
    if (node.is === 'each') checkVariables(node.body, new Set([...declared, node.item]), choices, file);
  }
}

function isDeclared(path: string, declared: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) if (declared.has(path.slice(0, end))) return true;
  return false;
}

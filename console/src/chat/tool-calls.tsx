import type { ReactNode } from 'react';
import { say } from '../shell/language.ts';
import type { ToolCall } from './conversation.ts';

const words = { running: 'toolRunning', done: 'toolDone', failed: 'toolFailed' } as const;

/** What was looked up for an answer. Open while it happens to fail, folded otherwise: the answer is what is read first. */
export function ToolCalls({ calls, isRunning }: { readonly calls: readonly ToolCall[]; readonly isRunning: boolean }): ReactNode {
  if (calls.length === 0) return null;
  return (
    <details className="tools">
      <summary>
        {calls.length === 1 ? say('lookedUpOne') : say('lookedUp', { n: calls.length })}
        <span className="dim"> {summary(calls, isRunning)}</span>
      </summary>
      <ul>
        {calls.map((call) => (
          <li key={call.id} className={call.state}>
            <div className="tool-head">
              <code>{call.name}</code>
              {call.desk !== '' && <span className="dim">{call.desk}</span>}
              <span className={`tool-state ${call.state}`}>
                {say(words[call.state])}
                {call.error === undefined ? '' : `: ${call.error}`}
              </span>
              {call.ms !== undefined && <span className="dim ms">{Math.round(call.ms)} ms</span>}
            </div>
            {Object.keys(call.input).length > 0 && (
              <pre aria-label={say('input')} tabIndex={0}>
                {JSON.stringify(call.input, undefined, 1).replaceAll(/\n\s*/g, ' ')}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}

function summary(calls: readonly ToolCall[], isRunning: boolean): string {
  const failed = calls.filter(({ state }) => state === 'failed').length;
  const current = isRunning ? calls.findLast(({ state }) => state === 'running') : undefined;
  if (current) return current.name;
  return failed > 0
    ? `${failed} ${say('toolFailed')}`
    : [...new Set(calls.map(({ desk }) => desk).filter((desk) => desk !== ''))].join(', ');
}

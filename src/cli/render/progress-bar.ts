import type { Terminal } from '../../contracts/commands.ts';
import { clip } from './width.ts';

/** A bar that redraws itself in a terminal; elsewhere a line at every tenth, so that a log stays readable. */
export type ProgressBar = { show(done: number, total: number | undefined, words: string): void; end(): void };

const barWidth = 24;

export function progressBar(terminal: Terminal): ProgressBar {
  let last = '';
  let lastTenth = -1;
  const drawn = (text: string): void => {
    if (text === last) return;
    last = text;
    terminal.error(`\r\u001b[2K${clip(text, terminal.columns - 1)}`);
  };
  return {
    show(done, total, words) {
      const share = total === undefined || total === 0 ? 0 : Math.min(1, done / total);
      const text = total === undefined ? words : `${bar(share)} ${done}/${total}  ${words}`;
      if (terminal.isInteractive) return drawn(text);
      const tenth = total === undefined ? -1 : Math.floor(share * 10);
      if (tenth === lastTenth && last !== '') return undefined;
      lastTenth = tenth;
      last = text;
      terminal.error(`${text}\n`);
      return undefined;
    },
    end() {
      if (terminal.isInteractive && last !== '') terminal.error('\r\u001b[2K');
      last = '';
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * barWidth);
  return `[${'█'.repeat(full)}${'░'.repeat(barWidth - full)}]`;
}

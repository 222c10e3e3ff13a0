import type { ReactNode } from 'react';
import { Dialog } from './dialog.tsx';
import { say } from './language.ts';
import { setShortcuts, useHasShortcuts } from './preferences.ts';

const keys = [
  [['j', 'k'], 'keyMove'],
  [['Enter'], 'keyOpen'],
  [['a'], 'keyApprove'],
  [['e'], 'keyEdit'],
  [['r'], 'keyReject'],
  [['?'], 'keyHelp'],
] as const;

export function Help({ onClose }: { readonly onClose: () => void }): ReactNode {
  const isOn = useHasShortcuts();
  return (
    <Dialog title={say('shortcuts')} onClose={onClose}>
      <dl className="keys">
        {keys.map(([names, word]) => (
          <div key={word}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{say(word)}</dd>
          </div>
        ))}
      </dl>
      <p className="dim small">{say('keysHint')}</p>
      <label className="check">
        <input type="checkbox" data-first checked={isOn} onChange={(event) => setShortcuts(event.currentTarget.checked)} />
        {say('shortcutsOn')}
      </label>
    </Dialog>
  );
}

import { useSyncExternalStore } from 'react';

/** What a person set for this browser. No key, no name, no record ever goes in here. */
export type Theme = 'system' | 'light' | 'dark';
const listeners = new Set<() => void>();

function read(name: string): string | null {
  try {
    return localStorage.getItem(`countersign:${name}`);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`countersign:${name}`, value);
  } catch {
    // A browser that keeps nothing still shows the page; the choice lasts as long as the tab.
  }
}

const stored = read('theme');
let theme: Theme = stored === 'light' || stored === 'dark' ? stored : 'system';
let hasShortcuts = read('shortcuts') !== 'off';

export function applyTheme(): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function setTheme(next: Theme): void {
  theme = next;
  write('theme', next);
  applyTheme();
  for (const listener of listeners) listener();
}

export function setShortcuts(on: boolean): void {
  hasShortcuts = on;
  write('shortcuts', on ? 'on' : 'off');
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);
export const useHasShortcuts = (): boolean => useSyncExternalStore(subscribe, () => hasShortcuts);
export const shortcutsAreOn = (): boolean => hasShortcuts;

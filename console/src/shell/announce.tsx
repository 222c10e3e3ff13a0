import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';

const Announce = createContext<(sentence: string) => void>(() => {});
/** Says a sentence at the foot of the page, to the eye and to assistive technology. */
export const useAnnounce = (): ((sentence: string) => void) => useContext(Announce);

export function Announcer({ children }: { readonly children: ReactNode }): ReactNode {
  const [said, setSaid] = useState({ sentence: '', count: 0 });
  const announce = useCallback((sentence: string) => setSaid(({ count }) => ({ sentence, count: count + 1 })), []);
  useEffect(() => {
    if (said.sentence === '') return undefined;
    const timer = setTimeout(() => setSaid(({ count }) => ({ sentence: '', count })), 8000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <Announce value={announce}>
      {children}
      <div className="toast" role="status">
        {said.sentence !== '' && <p key={said.count}>{said.sentence}</p>}
      </div>
    </Announce>
  );
}

import { useEffect, useMemo, useState } from 'preact/hooks';

/** A phone, upright or on its side, or a window as small: style sheets say the same in `small-screens.css`. */
export const smallScreen = '(max-width: 640px), (max-height: 480px)';

/** Whether a media query holds, as long as it does. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => matchMedia(query), [query]);
  const [holds, setHolds] = useState(list.matches);
  useEffect(() => {
    const note = () => setHolds(list.matches);
    list.addEventListener('change', note);
    return () => list.removeEventListener('change', note);
  }, [list]);
  return holds;
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** A small picture of the whole board, when asked for. */
export const Minimap = () => {
  const { editor, startMinimap } = useApp();
  const ref = useRef<HTMLCanvasElement>(null);
  const open = editor.minimap.value;
  // It comes when it is first asked for: before it can be used, it is not there.
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!open || ref.current === null) return undefined;
    const stop = startMinimap(ref.current, () => setReady(true));
    return () => {
      setReady(false);
      stop();
    };
  }, [open, startMinimap]);
  if (!open) return null;
  return (
    <div class={`island minimap${ready ? '' : ' coming'}`}>
      <canvas ref={ref} role="img" aria-label={strings.minimap} />
    </div>
  );
};

import { useEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { strings } from './strings.ts';

/** A small picture of the whole board, when asked for. */
export const Minimap = () => {
  const { editor, startMinimap } = useApp();
  const ref = useRef<HTMLCanvasElement>(null);
  const open = editor.minimap.value;
  useEffect(() => (open && ref.current !== null ? startMinimap(ref.current) : undefined), [open, startMinimap]);
  if (!open) return null;
  return (
    <div class="island minimap">
      <canvas ref={ref} role="img" aria-label={strings.minimap} />
    </div>
  );
};

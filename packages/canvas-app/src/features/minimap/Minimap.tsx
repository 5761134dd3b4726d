import { useEffect, useRef, useState } from 'preact/hooks';
import { type App, useApp } from '../../ui/app-context.ts';
import { noFling } from '../../ui/parts/no-fling.ts';
import { say } from '../../words/later.ts';
import type { Stop } from '../feature.ts';

/** Fetches what paints the map, which few have open. */
export const loadMap = () => import('./map.ts');

/** Paints the map once it has been loaded; `ready` is called then. Returns its stop. */
function startMap(canvas: HTMLCanvasElement, { editor, shell }: App, ready: () => void): Stop {
  const begun = loadMap().then(({ startMinimap }) => {
    const stop = startMinimap(canvas, editor);
    ready();
    return stop;
  });
  begun.catch(() => {
    editor.setPreference('minimap', false);
    shell.tell(say('app.notLoaded'), 'error');
  });
  return () => void begun.then((stop) => stop()).catch(() => undefined);
}

/** A small picture of the whole board, when asked for. */
export function Minimap() {
  const app = useApp();
  const ref = useRef<HTMLCanvasElement>(null);
  const open = app.editor.minimap.value;
  // It comes when it is first asked for: before it can be used, it is not there.
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!open || ref.current === null) return undefined;
    const stop = startMap(ref.current, app, () => setReady(true));
    return () => {
      setReady(false);
      stop();
    };
  }, [open, app]);
  if (!open) return null;
  return (
    <div class={`island minimap${ready ? '' : ' coming'}`}>
      <canvas ref={ref} {...noFling} role="img" aria-label={say('minimap.label')} />
    </div>
  );
}

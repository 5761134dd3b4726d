import type { Film } from '@gesso/crdt-schema';
import { grounds } from '@gesso/drawing';
import { effect } from '@preact/signals-core';
import { createGrid } from '../../render/dot-grid.ts';
import { createGrain } from '../../render/paper-grain.ts';
import type { App } from '../../ui/app-context.ts';
import type { StandIn } from './player.ts';
import { paintStills, type Still, type StillSight } from './stills.ts';

/** ms that the camera is at rest before pictures are painted for it, and of one piece of that work. */
const rest = 300;
const piece = 5;
/** ms that the page may be busy until a piece is done all the same. */
const longestBusy = 200;

/** When the page has nothing else to do; soon, where a browser does not say. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve(), { timeout: longestBusy });
    else setTimeout(resolve, piece);
  });

/** Divides work into short pieces for when the page is idle. Rejects with the signal's reason. */
function idleTurns(signal: AbortSignal): () => Promise<void> {
  let until = 0;
  return async () => {
    if (performance.now() < until) return;
    await idle();
    signal.throwIfAborted();
    until = performance.now() + piece;
  };
}

/** The last one that is not beyond a position. */
const stillAt = (stills: readonly Still[], position: number): Still | undefined =>
  stills.filter((still) => still.position <= position).at(-1);

/** Paints pictures as large as the window, on the paper that lies below the board. */
function createPaper({ editor }: Pick<App, 'editor'>, canvas: HTMLCanvasElement) {
  const [grain, grid] = [createGrain(), createGrid()];
  return ({ picture }: Still): void => {
    const camera = editor.camera.peek();
    const { width, height } = editor.viewport.peek();
    const theme = editor.theme.peek();
    const ratio = devicePixelRatio;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    const g = canvas.getContext('2d');
    if (g === null) return;
    g.fillStyle = grounds[theme];
    g.fillRect(0, 0, w, h);
    grain(g, camera, ratio, theme);
    if (editor.grid.peek()) grid(g, camera, ratio, theme);
    g.drawImage(picture, 0, 0, w, h);
  };
}

/** Shows pictures of a film above it, on `canvas`, as long as more of it changes than a page paints in a frame. */
export function createStandIn(
  { editor, pictures }: Pick<App, 'editor' | 'pictures'>,
  film: Film,
): StandIn & { readonly canvas: HTMLCanvasElement; stop(): void } {
  const canvas = document.createElement('canvas');
  canvas.className = 'past-still';
  canvas.hidden = true;
  const paint = createPaper({ editor }, canvas);
  // Where pictures begin: to go back there takes all steps.
  const start = film.fork();
  start.seek(0);
  let stills: Still[] = [];
  let shown: Still | undefined;
  let isWhole = false;

  const hide = () => {
    shown = undefined;
    canvas.hidden = true;
  };

  const forget = () => {
    hide();
    // Safari gives a canvas back late, unless there is nothing in it.
    for (const { picture } of stills) Object.assign(picture, { width: 0, height: 0 });
    stills = [];
  };

  const begin = async (sight: StillSight, signal: AbortSignal) => {
    await paintStills(start, sight, idleTurns(signal), (still) => stills.push(still));
    isWhole = true;
    canvas.setAttribute('data-whole', '');
  };
  const stopPainting = effect(() => {
    const { value: camera } = editor.camera;
    const { value: viewport } = editor.viewport;
    const theme = editor.theme.value;
    const picture = (asset: string, pixels: number) => pictures.get(asset, pixels);
    const abort = new AbortController();
    forget();
    isWhole = false;
    canvas.removeAttribute('data-whole');
    // What fails here is not missed: the film is shown as it comes.
    const timer = setTimeout(
      () => void begin({ camera, viewport, look: { theme, picture } }, abort.signal).catch(() => undefined),
      rest,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  });

  return {
    canvas,
    show(position) {
      // Of a part of them, the last would be shown for all that comes behind it.
      const still = isWhole ? stillAt(stills, position) : undefined;
      if (still === undefined) return false;
      if (still !== shown) paint(still);
      shown = still;
      canvas.hidden = false;
      return true;
    },
    hide,
    stop() {
      stopPainting();
      forget();
      canvas.remove();
    },
  };
}

import type { Editor } from './editor/editor.ts';
import type { Stop } from './features/feature.ts';
import { attachInput, type Input } from './input/input.ts';
import { keepKeyboardOnPaper } from './page.ts';
import type { Pictures } from './render/pictures/pictures.ts';
import { type Scene, startScene } from './render/scene.ts';
import { type ByHand, targetByHand } from './report-failures.ts';
import { toolTarget } from './tools/dispatch.ts';
import type { App } from './ui/app-context.ts';
import { deferred } from './waiting.ts';

/** What the app knows of the canvas, before and after it is in the page. */
export interface Canvas {
  /** Resolves once it is in the page. */
  readonly mounted: Promise<void>;
  readonly scene: App['scene'];
  /** Paints into an element and listens to it. Returns its stop. */
  mount(surface: HTMLDivElement): Stop;
  /** Ends the gesture under way. Returns whether there was one. */
  cancelGesture(): boolean;
}

export interface CanvasParts {
  readonly editor: Editor;
  /** What of the board is painted. */
  readonly seen: Editor['board'];
  readonly byHand: ByHand;
  readonly pictures: Pictures;
  /** There is nothing on the board at first, so less of it is needed. */
  readonly beginsEmpty: boolean;
}

/** The canvas: what is painted into it and what is done on it. */
export function createCanvas({ editor, seen, byHand, pictures, beginsEmpty }: CanvasParts): Canvas {
  const mounted = deferred<void>();
  let scene: Scene | undefined;
  let input: Input | undefined;
  return {
    mounted: mounted.promise,
    mount(surface: HTMLDivElement): Stop {
      scene = startScene(surface, editor, { seen, pictures, beginsEmpty });
      input = attachInput(surface, targetByHand(toolTarget(editor), editor, byHand));
      const stopKeeping = keepKeyboardOnPaper(surface, () => editor.editing.peek() !== undefined);
      mounted.resolve();
      return () => {
        stopKeeping();
        input?.stop();
        scene?.stop();
      };
    },
    cancelGesture: () => input?.cancel() ?? false,
    scene: {
      stats: () => scene?.stats() ?? { frameMs: 0, inkMs: undefined, mounted: 0, tiles: 0, pending: 0 },
      async settled() {
        await scene?.settled();
        // Painted again only for pictures that were still to come: each time costs a frame.
        if (await pictures.settled()) await scene?.settled();
      },
    },
  };
}

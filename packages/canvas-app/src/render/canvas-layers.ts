import { Konva } from 'konva/lib/Global.js';
import { Layer } from 'konva/lib/Layer.js';
import { Shape } from 'konva/lib/Shape.js';
import type { Viewport } from '../editor/camera.ts';

/** A full-size canvas, for one layer. */
export interface Sheet {
  /** Clears and paints now. The context is in device pixels. */
  paint(painter: (g: CanvasRenderingContext2D) => void): void;
  /** Takes the sheet off the screen while there is nothing on it: even an empty one is blended into every frame. */
  show(visible: boolean): void;
  readonly canvas: HTMLCanvasElement;
}

export interface Sheets {
  /** Adds a sheet above the others. */
  add(): Sheet;
  /** CSS pixels and device pixels per CSS pixel. Clears every sheet. */
  resize(viewport: Viewport, ratio: number): void;
  stop(): void;
}

// Frames are ours: one for all sheets, and only when something is due.
Konva.autoDrawEnabled = false;

/**
 * Konva's part: a stack of canvases of the right size. Nothing listens and nothing is ever asked where it is; so the layers stand
 * without Konva's stage, which brings what hears and finds, and a hit canvas as large as the window under each.
 */
export const createSheets = (container: HTMLDivElement): Sheets => {
  const content = document.createElement('div');
  // Pointers belong to the container.
  Object.assign(content.style, { position: 'relative', pointerEvents: 'none' });
  content.setAttribute('aria-hidden', 'true');
  container.append(content);
  const layers: Layer[] = [];
  return {
    add() {
      const sheet = createSheet();
      layers.push(sheet.layer);
      content.append(sheet.canvas);
      return sheet;
    },
    resize({ width, height }, ratio) {
      for (const layer of layers) {
        const canvas = layer.getCanvas();
        canvas.setPixelRatio(ratio);
        canvas.setSize(Math.max(1, width), Math.max(1, height));
      }
    },
    stop() {
      // Konva's own end asks for its drags, which are not there. A canvas without pixels takes no memory until it is collected.
      for (const layer of layers) layer.getCanvas().setSize(0, 0);
      content.remove();
    },
  };
};

/** A layer with one shape in it, which paints what it is told. */
function createSheet(): Sheet & { readonly layer: Layer } {
  let painter: ((g: CanvasRenderingContext2D) => void) | undefined;
  const layer = new Layer({ listening: false });
  const shape = new Shape({
    listening: false,
    perfectDrawEnabled: false,
    sceneFunc: (context) => {
      const g = context._context;
      g.save();
      g.setTransform(1, 0, 0, 1, 0, 0);
      painter?.(g);
      g.restore();
    },
  });
  layer.add(shape);
  const canvas = layer.getNativeCanvasElement();
  let shown = true;
  return {
    paint(next) {
      painter = next;
      // `draw` would also clear a hit canvas that nobody reads.
      layer.drawScene();
      painter = undefined;
    },
    show(visible) {
      if (visible === shown) return;
      shown = visible;
      canvas.style.visibility = visible ? '' : 'hidden';
    },
    canvas,
    layer,
  };
}

import { Konva } from 'konva/lib/Global.js';
import { Layer } from 'konva/lib/Layer.js';
import { Shape } from 'konva/lib/Shape.js';
import { Stage } from 'konva/lib/Stage.js';
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

/** Konva's part: a stack of canvases of the right size. Nothing listens and nothing is ever asked where it is. */
export const createSheets = (container: HTMLDivElement): Sheets => {
  const stage = new Stage({ container, listening: false, width: 1, height: 1 });
  // Pointers belong to the container: Konva's own handlers must not see or cancel them.
  stage.content.style.pointerEvents = 'none';
  stage.content.setAttribute('aria-hidden', 'true');
  return {
    add() {
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
      // In this order: Konva draws a layer when it joins the stage, and nobody is ready for that.
      stage.add(layer);
      layer.add(shape);
      // `draw` would also clear a hit canvas that nobody reads.
      const canvas = layer.getNativeCanvasElement();
      let shown = true;
      return {
        paint(next) {
          painter = next;
          layer.drawScene();
          painter = undefined;
        },
        show(visible) {
          if (visible === shown) return;
          shown = visible;
          canvas.style.visibility = visible ? '' : 'hidden';
        },
        canvas,
      };
    },
    resize({ width, height }, ratio) {
      for (const layer of stage.getLayers()) layer.getCanvas().setPixelRatio(ratio);
      stage.size({ width: Math.max(1, width), height: Math.max(1, height) });
    },
    stop: () => void stage.destroy(),
  };
};

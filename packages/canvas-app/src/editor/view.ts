import { type Box, containsBox } from '@gesso/drawing';
import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import { type Camera, isSmall, panBy, type Viewport, view as viewOf } from './camera.ts';
import type { SpatialIndex } from './spatial.ts';

/** How the board is looked at. */
export interface View {
  readonly camera: ReadonlySignal<Camera>;
  /** Size of the canvas, CSS pixels. */
  readonly viewport: ReadonlySignal<Viewport>;
  /** Whether there is a drawing to be seen and none of it is in view. */
  readonly contentOutOfView: ReadonlySignal<boolean>;
  /** Whether a first look at a drawing has none of it in view, or in a window as small as a phone not all of it. */
  showsTooLittle(): boolean;
  setCamera(camera: Camera): void;
  setViewport(viewport: Viewport): void;
  /** Moves the camera by CSS pixels. */
  pan(dx: number, dy: number): void;
  /** The part of the board that the canvas shows. */
  viewBox(): Box;
}

/** Where a board is looked at first, and again when it is empty. */
export const home: Camera = { x: 0, y: 0, zoom: 1 };

/** `version` changes with every change of the document. */
export function createView(index: SpatialIndex, version: ReadonlySignal<number>): View {
  const camera = signal<Camera>(home);
  const viewport = signal<Viewport>({ width: 1, height: 1 });
  const viewBox = () => viewOf(camera.peek(), viewport.peek());
  return {
    camera,
    viewport,
    contentOutOfView: computed(() => {
      void version.value;
      return index.all() !== undefined && !index.touches(viewOf(camera.value, viewport.value));
    }),
    showsTooLittle() {
      const all = index.all();
      if (all === undefined) return false;
      return isSmall(viewport.peek()) ? !containsBox(viewBox(), all) : !index.touches(viewBox());
    },
    setCamera(next) {
      camera.value = next;
    },
    setViewport(next) {
      viewport.value = next;
    },
    pan(dx, dy) {
      camera.value = panBy(camera.peek(), dx, dy);
    },
    viewBox,
  };
}

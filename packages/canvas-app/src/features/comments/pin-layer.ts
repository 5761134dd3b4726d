import type { Vec } from '@gesso/drawing';
import { type Camera, toScreen } from '../../editor/camera.ts';

/** CSS pixels from where the layer begins from which on it begins elsewhere: the browser would round places. */
const farthest = 200_000;

/** The layer in which pins stand: it moves with the paper, and they stand apart in it as the zoom says. */
export interface PinLayer {
  /** Sets a pin where it belongs, at a place in board units. Returns what leaves it out again. */
  stand(pin: HTMLElement, at: Vec): () => void;
  /** Moves the layer. Pins are set anew only where the zoom is another: the browser moves them all in one piece else. */
  show(layer: HTMLElement, camera: Camera): void;
}

/**
 * Makes the layer as it stands at a camera. Places are written here and not by the page's styles: a custom property that changes has the
 * browser look again at all that is in a pin.
 */
export function createPinLayer(first: Camera): PinLayer {
  const places = new Map<HTMLElement, Vec>();
  let origin: Vec = first;
  let { zoom } = first;
  const put = (pin: HTMLElement, { x, y }: Vec): void => {
    pin.style.transform = `translate(${Math.round((x - origin.x) * zoom)}px,${Math.round((y - origin.y) * zoom)}px)`;
  };
  return {
    stand(pin, at) {
      places.set(pin, at);
      put(pin, at);
      return () => places.delete(pin);
    },
    show(layer, camera) {
      const from = toScreen(camera, origin);
      const isFar = Math.max(Math.abs(from.x), Math.abs(from.y)) > farthest;
      if (isFar) origin = camera;
      const begin = toScreen(camera, origin);
      layer.style.transform = `translate(${Math.round(begin.x)}px,${Math.round(begin.y)}px)`;
      if (!isFar && camera.zoom === zoom) return;
      zoom = camera.zoom;
      for (const [pin, at] of places) put(pin, at);
    },
  };
}

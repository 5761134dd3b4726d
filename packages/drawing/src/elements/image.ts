import type { ElementOf } from '@gesso/crdt-schema';
import { containsPoint, expand } from '../geometry/box.ts';
import type { Look, Paint2D } from '../paint.ts';
import type { Kind } from './kind.ts';
import { paintPlaceholder } from './placeholder.ts';
import { boxResize, sizedBox } from './shape.ts';

const whole = [0, 0, 1, 1] as const;

/** Returns how many device pixels the longer side of the whole picture takes, its cropped parts included. `scale`: per board unit. */
export const picturePixels = ({ width, height, crop }: ElementOf<'image'>, scale: number): number => {
  const [, , w, h] = crop ?? whole;
  return Math.max(width / w, height / h) * scale;
};

export const image: Kind<'image'> = {
  box: sizedBox,
  bounds: sizedBox,
  hit: (element, at, slack) => containsPoint(expand(sizedBox(element), slack), at),
  paint(g: Paint2D, element, look: Look) {
    const picture = look.picture?.(element.asset, picturePixels(element, look.scale));
    if (!picture || !g.drawImage) {
      paintPlaceholder(g, sizedBox(element), look);
      return;
    }
    const [x, y, w, h] = element.crop ?? whole;
    const { width, height, source } = picture;
    g.drawImage(
      source,
      x * width,
      y * height,
      w * width,
      h * height,
      element.x,
      element.y,
      element.width,
      element.height,
    );
  },
  resize: boxResize,
  keepsRatio: true,
};

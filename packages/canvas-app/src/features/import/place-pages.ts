import { type Box, unionAll } from '@gesso/drawing';

/** Board units between pages. */
const gap = 40;

/** Pages that lie one below another; what has more of them lies in rows of a few. */
const mostBelow = 4;
const mostBeside = 6;

/** Width and height, board units. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** Where pages lie, in their order: one below another or, where they are many, in rows that are read as lines are. */
export function placePages(sizes: readonly PageSize[]): readonly Box[] {
  const columns = sizes.length <= mostBelow ? 1 : Math.min(mostBeside, Math.ceil(Math.sqrt(sizes.length)));
  const wide = Math.max(...sizes.map(({ width }) => width));
  let [y, tallest] = [0, 0];
  return sizes.map(({ width, height }, i) => {
    const column = i % columns;
    if (column === 0 && i > 0) {
      y += tallest + gap;
      tallest = 0;
    }
    tallest = Math.max(tallest, height);
    return { x: column * (wide + gap) + (wide - width) / 2, y, w: width, h: height };
  });
}

/** The box around pages. */
export const boxOfPages = (boxes: readonly Box[]): Box => unionAll(boxes) ?? { x: 0, y: 0, w: 0, h: 0 };

import type { Box, Vec } from '@gesso/drawing';

/** Width and height of a picture, pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The most of the view that a picture takes, and board units between pictures that come together, at 100 %. */
const most = 0.6;
const gap = 16;

/** A picture's size on the board: a unit a pixel, unless that were more than most of what is in view. */
const shownSize = ({ width, height }: Size, view: Box): Size => {
  const scale = Math.min(1, (view.w * most) / width, (view.h * most) / height);
  return { width: width * scale, height: height * scale };
};

/** Divides what comes together into rows that fit into a width. */
function rowsOf(sizes: readonly Size[], width: number): readonly Size[][] {
  const rows: Size[][] = [];
  let used = 0;
  for (const size of sizes) {
    const row = rows.at(-1);
    if (row === undefined || used + gap + size.width > width) {
      rows.push([size]);
      used = size.width;
    } else {
      row.push(size);
      used += gap + size.width;
    }
  }
  return rows;
}

const total = (lengths: readonly number[]): number => lengths.reduce((sum, one) => sum + one + gap, -gap);

/** Where pictures lie that come together: side by side, in rows where they are many, the middle of all at `at`. */
export function placePictures(sizes: readonly Size[], view: Box, at: Vec): readonly Box[] {
  const rows = rowsOf(
    sizes.map((size) => shownSize(size, view)),
    view.w,
  );
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  let y = at.y - total(heights) / 2;
  return rows.flatMap((row, i) => {
    let x = at.x - total(row.map(({ width }) => width)) / 2;
    const middle = y + (heights[i] ?? 0) / 2;
    y += (heights[i] ?? 0) + gap;
    return row.map(({ width, height }) => {
      const box = { x, y: middle - height / 2, w: width, h: height };
      x += width + gap;
      return box;
    });
  });
}

/** CSS pixels from a submenu to the edges of the window, over its menu's edge, and in from that edge where it has to lie over the menu. */
const edge = 8;
const overlap = 4;
const inset = 32;
/** CSS pixels from a submenu's edge to its first row, which stands level with the row it belongs to. */
const padding = 6;

type Rect = Pick<DOMRect, 'left' | 'right' | 'top'>;

interface Size {
  readonly width: number;
  readonly height: number;
}

const within = (at: number, size: number, room: number): number => Math.max(edge, Math.min(room - edge - size, at));

/**
 * Where a submenu stands that belongs to a row: beside its menu in the direction of reading, else at its other side, else over it, as
 * in a narrow window. Never beyond the window, as far as it has the room.
 */
export function submenuPlace(row: Rect, { width, height }: Size, window: Size, rtl: boolean) {
  const after = row.right - overlap;
  const before = row.left + overlap - width;
  const fits = (left: number) => left >= edge && left + width <= window.width - edge;
  const sides = rtl ? [before, after] : [after, before];
  const over = rtl ? row.right - inset - width : row.left + inset;
  const tall = Math.min(height, window.height - 2 * edge);
  return {
    x: sides.find(fits) ?? within(over, width, window.width),
    y: within(row.top - padding, tall, window.height),
    height: tall,
  };
}

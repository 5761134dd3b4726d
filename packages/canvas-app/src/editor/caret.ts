import { measureText, type TextLayout, turn, type Vec } from '@gesso/drawing';
import { type Camera, panBy, toScreen } from './camera.ts';

/** A caret on the board: the top and the bottom of its line, board units. */
export interface Caret {
  readonly top: Vec;
  readonly bottom: Vec;
}

/** The lines show a tab as this. */
const tab = '    ';

/** The line an index of `text` is in, and what of the line is before it. */
export const caretLine = (
  lines: readonly { readonly text: string }[],
  text: string,
  index: number,
): { readonly line: number; readonly before: string } => {
  const all = text.replaceAll('\t', tab);
  const at = text.slice(0, index).replaceAll('\t', tab).length;
  let from = 0;
  for (const [i, { text: shown }] of lines.entries()) {
    let next = from + shown.length;
    // Spaces at the end of a line hang: they belong to it and are not shown.
    while (all[next] === ' ') next += 1;
    const ends = all[next] === '\n';
    if (at < next || (at === next && (ends || i === lines.length - 1))) {
      return { line: i, before: all.slice(from, Math.max(from, at)) };
    }
    from = ends ? next + 1 : next;
  }
  return { line: Math.max(0, lines.length - 1), before: '' };
};

/** Where the caret at an index of `text` is, the text turned by `rotation` about `pivot`. */
export const caretAt = (layout: TextLayout, text: string, index: number, rotation: number, pivot: Vec): Caret => {
  const { line, before } = caretLine(layout.lines, text, index);
  const { x: anchor, width, direction } = layout.lines[line] ?? { x: layout.box.x, width: 0, direction: 'ltr' };
  const left = anchor - width * { left: 0, center: 0.5, right: 1 }[layout.align];
  const along = Math.min(width + layout.size, measureText(before, layout.font, layout.size));
  const x = direction === 'rtl' ? left + width - along : left + along;
  const y = layout.box.y + line * layout.lineHeight;
  return {
    top: turn({ x, y }, pivot, rotation),
    bottom: turn({ x, y: y + layout.lineHeight }, pivot, rotation),
  };
};

/** The part of the canvas that nothing covers: no keyboard, no toolbar. CSS pixels. */
export interface Room {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How far to move so that `from`–`to` lies between `least` and `most`; the middle when it is a whole room away. */
const shift = (from: number, to: number, least: number, most: number): number => {
  if (from >= least && to <= most) return 0;
  const room = most - least;
  if (to < least - room || from > most + room) return (least + most - from - to) / 2;
  return to > most ? Math.max(most - to, least - from) : least - from;
};

/** The camera that shows a caret: the same when it is in view, else moved no further than it takes. */
export const revealing = (camera: Camera, { top, bottom }: Caret, room: Room): Camera => {
  const a = toScreen(camera, top);
  const b = toScreen(camera, bottom);
  const dx = shift(Math.min(a.x, b.x), Math.max(a.x, b.x), room.left, room.right);
  const dy = shift(Math.min(a.y, b.y), Math.max(a.y, b.y), room.top, room.bottom);
  return dx === 0 && dy === 0 ? camera : panBy(camera, dx, dy);
};

import { type Element, type ElementId, holdsOthers, isErasable } from '@gesso/crdt-schema';
import type { Box, ShownBoard } from '@gesso/drawing';
import { readingOrder } from '@gesso/drawing';
import { describe } from '../../words/describe.ts';

/** One element in words, and what lies in it. */
export interface Line {
  readonly id: ElementId;
  readonly words: string;
  readonly within: readonly Line[];
}

/** A board in words. */
export interface Outline {
  readonly lines: readonly Line[];
  /** Strokes of ink, which are counted and not listed. */
  readonly ink: number;
  /** Elements that the list has no room for. */
  readonly left: number;
}

/** Lines of the list: more are not walked. */
export const mostLines = 1_000;

/** A board as it is read: frames with what lies in them, elements in reading order, ink as a number. What has no `bounds` is hidden. */
export function outlineOf(board: Pick<ShownBoard, 'all' | 'get'>, bounds: (id: ElementId) => Box | undefined): Outline {
  const get = (id: ElementId) => (bounds(id) === undefined ? undefined : board.get(id));
  const everything = board.all().filter(({ id }) => bounds(id) !== undefined);
  const read = everything.filter((element) => !isErasable(element));
  const order = readingOrder(read, bounds).flatMap((id) => get(id) ?? []);
  const frames = new Set(order.filter(holdsOthers).map(({ id }) => id));
  const inside = new Map<ElementId, Element[]>();
  const outside: Element[] = [];
  for (const element of order) {
    const { frame } = element;
    if (frame === undefined || !frames.has(frame) || frames.has(element.id)) outside.push(element);
    else if (inside.has(frame)) inside.get(frame)?.push(element);
    else inside.set(frame, [element]);
  }
  let room = mostLines;
  const linesOf = (elements: readonly Element[]): Line[] => {
    const lines: Line[] = [];
    for (const element of elements) {
      if (room === 0) break;
      room -= 1;
      lines.push({ id: element.id, words: describe(element, get), within: linesOf(inside.get(element.id) ?? []) });
    }
    return lines;
  };
  const lines = linesOf(outside);
  return { lines, ink: everything.length - read.length, left: read.length - (mostLines - room) };
}

import { type Element, type ElementId, newElementId } from '@gesso/crdt-schema';
import {
  type Box,
  boxOf,
  center,
  containsBox,
  expand,
  intersects,
  shownBy,
  takesArrows,
  type Vec,
} from '@gesso/drawing';
import { revealing } from './caret.ts';
import { asDrawn, asNew, copiesOf, makeLine } from './create-element.ts';
import type { Editor } from './editor.ts';
import { outTo } from './groups.ts';
import { type Holder, isNote, type Side } from './next-element.ts';

const ways: Readonly<Record<Side, Vec>> = {
  n: { x: 0, y: -1 },
  e: { x: 1, y: 0 },
  s: { x: 0, y: 1 },
  w: { x: -1, y: 0 },
};

/** Board units between an element and the next, where an arrow lies between them and where none does. */
const gaps = { arrow: 80, none: 20 } as const;

/** Places that are tried before one is taken that is not free. */
const mostTries = 200;

/** Whether nothing lies in a box that is more than a line. What holds the element the next one is made from is its ground. */
const isFree = (editor: Editor, box: Box, from: Box): boolean =>
  editor.index.inside(box).every((id) => {
    const element = editor.board.get(id);
    if (element === undefined || !takesArrows(element)) return true;
    const other = boxOf(element);
    return containsBox(other, from) || !intersects(expand(other, -1), box);
  });

/** 0, 1, −1, 2, −2 … */
const alternating = (i: number): number => (i % 2 === 1 ? (i + 1) / 2 : -i / 2);

/** The first free place at a side: of notes in a row, of shapes in a column across, so that each can be reached by its arrow. */
const placeAt = (editor: Editor, from: Holder, side: Side): Vec => {
  const box = boxOf(from);
  const middle = center(box);
  const { width: w, height: h } = from;
  const way = ways[side];
  const row = isNote(from);
  const gap = row ? gaps.none : gaps.arrow;
  const away = { x: way.x * ((box.w + w) / 2 + gap), y: way.y * ((box.h + h) / 2 + gap) };
  const step = { x: w + gaps.none, y: h + gaps.none };
  for (let i = 0; i < mostTries; i += 1) {
    const [along, across] = row ? [i, 0] : [0, alternating(i)];
    const at = {
      x: middle.x + away.x + (way.x * along + Math.abs(way.y) * across) * step.x - w / 2,
      y: middle.y + away.y + (way.y * along + Math.abs(way.x) * across) * step.y - h / 2,
    };
    if (isFree(editor, { ...at, w, h }, box)) return at;
  }
  return { x: middle.x + away.x - w / 2, y: middle.y + away.y - h / 2 };
};

/** CSS pixels that islands take at the sides, above and below. */
const islands = { side: 32, top: 72, bottom: 96 } as const;

/** Takes an element in hand: selected, in view and, where that is what it is for, with its text open. */
const takeUp = (editor: Editor, id: ElementId): void => {
  const element = editor.board.get(id);
  if (element === undefined) return;
  editor.setEditing(undefined);
  editor.setTool('select');
  editor.select([id]);
  const { x, y, w, h } = boxOf(element);
  const { width, height } = editor.viewport.peek();
  const room = { left: islands.side, top: islands.top, right: width - islands.side, bottom: height - islands.bottom };
  editor.setCamera(revealing(editor.camera.peek(), { top: { x, y }, bottom: { x: x + w, y: y + h } }, room));
  if (isNote(element)) editor.setEditing(id);
};

/** An arrow from one element to another that is not on the board yet. */
const arrowBetween = (editor: Editor, from: Element, to: Element): Element => {
  const [start, end] = [center(boxOf(from)), center(boxOf(to))];
  const points = [
    { x: 0, y: 0 },
    { x: end.x - start.x, y: end.y - start.y },
  ];
  const at = [0.5, 0.5] as const;
  const ties = { start: { element: from.id, at }, end: { element: to.id, at } };
  const arrow = makeLine('arrow', newElementId(), start, points, editor.styleFor('arrow'), ties);
  return shownBy(arrow, (id) => (id === to.id ? to : editor.board.get(id)));
};

/**
 * Makes the next element at a side, like this one but for its words, in one step: a note beside a note, its text open, and a
 * shape that an arrow leads to from this one. Made in a group that is entered, they are part of it.
 */
export const makeNext = (editor: Editor, from: Holder, side: Side): void => {
  const at = placeAt(editor, from, side);
  const [copy] = copiesOf([from], { x: at.x - from.x, y: at.y - from.y });
  if (copy === undefined) return;
  const { link: _link, ...like } = copy;
  const id = newElementId();
  const groups = outTo(editor.entered.peek(), (group) => from.groups.includes(group));
  const next = { ...like, id, groups, rotation: 0, text: '' } as typeof copy;
  editor.board.edit((writer) => {
    writer.add(next);
    if (!isNote(from)) writer.add({ ...asNew(arrowBetween(editor, from, asDrawn(next))), groups });
  });
  takeUp(editor, id);
};

/** The note at the left of another, in its row and no more than a note away. */
const noteBefore = (editor: Editor, from: Holder): ElementId | undefined => {
  const { x, y, w, h } = boxOf(from);
  const row = { x: x - 2 * w - gaps.none, y: y + h / 4, w: 2 * w + gaps.none, h: h / 2 };
  return editor.index
    .inside(row)
    .flatMap((id) => editor.board.get(id) ?? [])
    .filter((other) => other.id !== from.id && isNote(other) && center(boxOf(other)).x < x)
    .sort((a, b) => boxOf(b).x - boxOf(a).x)[0]?.id;
};

/** Goes to the note at the left, or makes it where there is none. */
export const goBefore = (editor: Editor, from: Holder): void => {
  const before = noteBefore(editor, from);
  if (before === undefined) makeNext(editor, from, 'w');
  else takeUp(editor, before);
};

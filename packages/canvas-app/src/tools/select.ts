import { type Element, type ElementId, hasCells, isBlank } from '@gesso/crdt-schema';
import { containsBox, containsPoint, type Handle } from '@gesso/drawing';
import { MousePointer2 } from 'lucide';
import { makeGrowingText } from '../editor/create-element.ts';
import { editInPlace } from '../editor/edit-in-place.ts';
import type { Editor } from '../editor/editor.ts';
import { enterGroup } from '../editor/enter-group.ts';
import { type Entered, enteredAt } from '../editor/groups.ts';
import { frameOfSelected, type GripName, gripUnder } from '../editor/handles.ts';
import { hollowAround } from '../editor/hollow.ts';
import type { Side } from '../editor/next-element.ts';
import { openText } from '../editor/open-text.ts';
import { type PointerInput, slackFor } from '../editor/pointer.ts';
import { toggleSelected } from '../editor/toggle-selected.ts';
import type { Gesture } from '../gestures/gesture.ts';
import { marquee } from '../gestures/marquee.ts';
import { pullNext } from '../gestures/pull-next.ts';
import { bendLine, pullPoint } from '../gestures/pull-point.ts';
import { resize } from '../gestures/resize.ts';
import { rotate } from '../gestures/rotate.ts';
import { translate } from '../gestures/translate.ts';
import { watchDrag } from '../gestures/watch-drag.ts';
import type { Tool } from './tool.ts';
import { underWriter } from './writing-place.ts';

/** CSS pixels up to which a press on what is there is a click: it moves sooner than a press that makes something. */
const pressSlop = 3;

/** Directions of the resize cursors, an eighth of a turn apart. */
const resizeCursors = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const;
const eighths: Readonly<Record<Handle, number>> = {
  e: 0,
  se: 1,
  s: 2,
  sw: 3,
  w: 4,
  nw: 5,
  n: 6,
  ne: 7,
};

/** Grips of a line are its points, `vertex:<index>`. */
const isVertex = (grip: GripName): grip is `vertex:${number}` => grip.startsWith('vertex:');

/** Between them a line can be bent, `bend:<index>`. */
const isBend = (grip: GripName): grip is `bend:${number}` => grip.startsWith('bend:');

/** At the sides of a shape the next one is made, `next:<side>`. */
const isNext = (grip: GripName): grip is `next:${Side}` => grip.startsWith('next:');

/** The cursor over a grip, turned with the selection. */
const cursorOf = (grip: GripName, rotation: number): string => {
  if (grip === 'rotate') return 'grab';
  if (isVertex(grip) || isBend(grip)) return 'move';
  if (isNext(grip)) return 'pointer';
  const turn = eighths[grip] + Math.round(rotation / (Math.PI / 4));
  return resizeCursors[((turn % 4) + 4) % 4] ?? 'default';
};

/**
 * Whether the pointer is inside the box around the selection, so that a drag from there moves what is not locked in it. A box around all
 * of the view is not seen, and what is in it is to be selected.
 */
const overSelection = (pointer: PointerInput, editor: Editor): boolean => {
  const box = editor.selectionBounds();
  if (box === undefined || !containsPoint(box, pointer.at) || containsBox(box, editor.viewBox())) return false;
  return editor.selected().some(({ locked }) => !locked);
};

const pressElement = (pointer: PointerInput, editor: Editor, element: Element): Gesture | undefined => {
  if (pointer.shift) {
    toggleSelected(editor, element.id);
    return undefined;
  }
  const before = editor.selection.peek();
  const isFree = editor.canEdit.peek();
  if (!isFree || !before.has(element.id)) {
    editor.select([element.id]);
    return isFree ? translate(editor, pointer) : undefined;
  }
  return translateOrClick(editor, pointer, () => {
    // A click in a table that is selected means the cell; on one of several, that one.
    if (before.size === 1 && hasCells(element)) openText(editor, element, pointer.at);
    else editor.select([element.id]);
  });
};

/** A click selects an element, as a rule the see-through shape around it, or else nothing. */
const clickOn = (pointer: PointerInput, editor: Editor, element = hollowAround(editor, pointer.at)): void => {
  if (element !== undefined && pointer.shift) toggleSelected(editor, element.id);
  else if (!pointer.shift) editor.select(element === undefined ? [] : [element.id]);
};

/** On bare paper, and on what is locked, a drag selects; a click selects what is `locked`, to unlock it, or what is around. */
const pressPaper = (pointer: PointerInput, editor: Editor, locked?: Element): Gesture => {
  editor.select(pointer.shift ? editor.selection.peek() : [], enteredAt(editor, pointer.at));
  const gesture = marquee(editor, pointer);
  const drag = watchDrag(pointer, pressSlop);
  return {
    ...gesture,
    move(next) {
      if (drag.move(next)) gesture.move(next);
    },
    end(next) {
      gesture.end(next);
      if (!drag.dragged) clickOn(pointer, editor, locked);
    },
  };
};

/** A drag moves what is selected; a mere click does something else. */
const translateOrClick = (editor: Editor, start: PointerInput, click: () => void): Gesture => {
  const gesture = translate(editor, start);
  const drag = watchDrag(start, pressSlop);
  return {
    scrollsAtEdge: true,
    move(pointer) {
      if (drag.move(pointer)) gesture.move(pointer);
    },
    end(pointer) {
      if (drag.dragged) gesture.end(pointer);
      else click();
    },
    cancel: gesture.cancel,
  };
};

/** Selects what lies there, and begins what a drag from there does. */
const pressed = (pointer: PointerInput, editor: Editor): Gesture | undefined => {
  const handle = gripUnder(editor, pointer);
  if (handle === 'rotate') return rotate(editor, pointer);
  if (handle !== undefined && isVertex(handle)) return pullPoint(editor, Number(handle.slice('vertex:'.length)));
  if (handle !== undefined && isBend(handle)) return bendLine(editor, Number(handle.slice('bend:'.length)));
  if (handle !== undefined && isNext(handle)) return pullNext(editor, pointer, handle.slice('next:'.length) as Side);
  if (handle !== undefined) return resize(editor, pointer, handle);
  const element = editor.pick(pointer.at, slackFor(pointer));
  if (element !== undefined && !element.locked) return pressElement(pointer, editor, element);
  // A click there meant the empty place.
  if (element === undefined && overSelection(pointer, editor) && editor.canEdit.peek())
    return translateOrClick(editor, pointer, () => clickOn(pointer, editor));
  return pressPaper(pointer, editor, element);
};

/** What a press does while it lasts; taken back, as by a second finger, it leaves selected what was selected before it. */
const putsBack = (
  gesture: Gesture | undefined,
  editor: Editor,
  before: ReadonlySet<ElementId>,
  entered: Entered,
): Gesture => {
  const nothing = () => undefined;
  return {
    ...(gesture ?? { move: nothing, end: nothing }),
    cancel() {
      gesture?.cancel();
      editor.select(before, entered);
    },
  };
};

export const select: Tool = {
  icon: MousePointer2,
  group: 'look',
  keys: ['v', '1'],
  cursor: 'default',
  writes: false,
  press(pointer, editor) {
    const before = editor.selection.peek();
    const entered = editor.entered.peek();
    return putsBack(pressed(pointer, editor), editor, before, entered);
  },
  hover(pointer, editor) {
    const handle = gripUnder(editor, pointer);
    const element = handle === undefined ? editor.pick(pointer.at, slackFor(pointer)) : undefined;
    editor.setHover(pointer.device === 'touch' ? undefined : element?.id);
    if (handle !== undefined) return cursorOf(handle, frameOfSelected(editor)?.rotation ?? 0);
    if (element?.locked) return undefined;
    return element !== undefined || overSelection(pointer, editor) ? 'move' : undefined;
  },
  doublePress(pointer, editor) {
    const picked = underWriter(pointer, editor);
    if ((picked !== undefined && enterGroup(editor, picked)) || !editor.canEdit.peek()) return;
    // On a locked backdrop one writes as on paper, and on a label that is locked not at all: one text would lie over another.
    if (picked?.locked && 'text' in picked && !isBlank(picked.text)) return;
    if (picked === undefined || picked.locked)
      editor.startText(makeGrowingText(pointer.at, editor.styleFor('text'), editor.camera.peek().zoom));
    else editInPlace(editor, picked, pointer.at);
  },
};

import { type Element, hasCells, showsPicture } from '@gesso/crdt-schema';
import { holdsText } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import type catalogue from '../words/en.json';
import { say } from '../words/later.ts';
import type { Command, CommandContext } from './command.ts';

type Reason = keyof typeof catalogue.palette.reason;

const reason = (key: Reason): string => say(`palette.reason.${key}`);

/** Why commands cannot run where more can be said than that, by their ids or by what those begin with. */
export const ownReasons: Readonly<Record<string, Reason>> = {
  'arrange.align': 'twoOrMore',
  'arrange.stack': 'twoOrMore',
  'arrange.tidy': 'twoOrMore',
  'arrange.group': 'twoOrMore',
  'arrange.ungroup': 'noGroup',
  'arrange.distribute': 'threeOrMore',
  'picture.': 'noPicture',
  'table.': 'noTable',
  'edit.undo': 'nothingToUndo',
  'edit.redo': 'nothingToRedo',
  'edit.unlockAll': 'nothingLocked',
  'edit.showHidden': 'nothingHidden',
  'edit.enterGroup': 'noGroup',
  'edit.leaveGroup': 'notInGroup',
  'frame.next': 'noFrames',
  'frame.previous': 'noFrames',
  'frame.present': 'noFrames',
  'view.back': 'inView',
  'view.fingersDraw': 'noPen',
  'point.': 'nobodyHere',
  'people.': 'nobodyHere',
  'view.minimap': 'noRoom',
};

type Fits = (selected: readonly Element[], editor: Editor) => boolean;

const one =
  (fits: (element: Element) => boolean): Fits =>
  ([only, more]) =>
    only !== undefined && more === undefined && fits(only);
const atLeast =
  (count: number): Fits =>
  ({ length }) =>
    length >= count;

/** What is done only to what is not locked, by what the ids begin with, and what has to be selected for it. The first counts. */
const ofFree: readonly (readonly [start: RegExp, fits: Fits])[] = [
  [/^arrange\.(?:align|stack|tidy|group)/, atLeast(2)],
  [/^arrange\.distribute/, atLeast(3)],
  [/^arrange\.ungroup/, (selected, { innerGroups }) => selected.some((element) => innerGroups(element).length > 0)],
  [/^arrange\.|^edit\.(?:cut|delete|link|pickColor|text)$/, atLeast(1)],
  [/^next\.(?:right|left|below|above)$|^text\.(?:bold|code|italic|strike)$/, (selected) => selected.some(holdsText)],
  [/^picture\./, one(showsPicture)],
  [/^table\./, one(hasCells)],
];

/** Whether a command cannot run because something that is selected is locked. */
export function isHeld(id: string, command: Command, context: CommandContext): boolean {
  const { editor } = context;
  if (command.when?.(context) !== false || !editor.canEdit.peek()) return false;
  const [, fits] = ofFree.find(([start]) => start.test(id)) ?? [];
  const selected = fits === undefined ? [] : editor.selected();
  return selected.some(({ locked }) => locked) && fits?.(selected, editor) === true;
}

/** Groups whose commands are done to what is selected. */
const ofSelection = new Set(['edit', 'arrange', 'text']);

/** Why a command cannot run now; undefined when it can. */
export function reasonOf(id: string, command: Command, context: CommandContext): string | undefined {
  if (command.when?.(context) !== false) return undefined;
  const { editor } = context;
  if (!editor.canEdit.peek() && command.group !== 'view') return reason('viewOnly');
  if (isHeld(id, command, context)) return reason('locked');
  const own = Object.entries(ownReasons).find(([start]) => id.startsWith(start));
  if (own !== undefined) return reason(own[1]);
  if (!ofSelection.has(command.group) && !id.startsWith('view.')) return reason('notNow');
  return editor.selection.peek().size === 0 ? reason('nothingSelected') : reason('notThis');
}

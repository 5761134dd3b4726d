import { type Element, hasCells, holdsOthers, showsPicture } from '@gesso/crdt-schema';
import type { CommandContext, Commands } from '../../commands/command.ts';
import { say } from '../../words/later.ts';

/** What the menu is asked for. What is `seen` is selected by one who may not change it. */
export type Situation = 'one' | 'several' | 'locked' | 'seen' | 'paper' | 'seenPaper';

interface Section {
  readonly ids: readonly string[];
  readonly in: readonly Situation[];
  /** What cannot run now is grey instead of left out: its place is learned by hand. */
  readonly learned?: true;
  /** Only for an element that is such a one. */
  readonly of?: (element: Element) => boolean;
  /** A row of buttons with icons, for what they do. */
  readonly icons?: IconRow;
  /** What is kept in submenus, which stand below. */
  readonly more?: readonly SubmenuName[];
}

export type IconRow = 'align' | 'order';

/** What few look for each time, a press further. */
export const submenus = {
  copyMore: ['arrange.copyStyle', 'arrange.pasteStyle', 'board.copyPng', 'view.copyElement', 'edit.toLibrary'],
  select: ['edit.selectSame', 'edit.selectInverse'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type SubmenuName = keyof typeof submenus;

/** Everything that the menu offers, from top to bottom. */
export const sections: readonly Section[] = [
  { ids: ['arrange.lock'], in: ['locked'] },
  { ids: ['edit.text'], in: ['one'], of: (element) => !showsPicture(element) },
  { ids: ['edit.enterGroup', 'edit.leaveGroup'], in: ['one', 'several', 'locked', 'seen', 'paper', 'seenPaper'] },
  { ids: ['frame.present'], in: ['one', 'seen'], of: holdsOthers },
  { ids: ['table.rowBelow', 'table.columnAfter', 'table.header'], in: ['one'], of: hasCells },
  { ids: ['picture.crop', 'picture.replace', 'picture.describe'], in: ['one'] },
  { ids: ['edit.cut', 'edit.copy', 'edit.paste', 'edit.duplicate'], in: ['one', 'several'], learned: true },
  { ids: ['edit.copy', 'edit.paste', 'edit.duplicate'], in: ['locked'], learned: true },
  { ids: ['edit.copy'], in: ['seen'] },
  {
    ids: [
      'arrange.alignLeft',
      'arrange.alignCenter',
      'arrange.alignRight',
      'arrange.alignTop',
      'arrange.alignMiddle',
      'arrange.alignBottom',
      'arrange.distributeX',
      'arrange.distributeY',
      'arrange.stackX',
      'arrange.stackY',
      'arrange.tidy',
    ],
    in: ['several'],
    learned: true,
    icons: 'align',
  },
  {
    ids: ['arrange.front', 'arrange.forward', 'arrange.backward', 'arrange.back', 'arrange.flipX', 'arrange.flipY'],
    in: ['one', 'several'],
    learned: true,
    icons: 'order',
  },
  { ids: ['arrange.group', 'arrange.ungroup', 'frame.around'], in: ['several'], learned: true },
  { ids: ['arrange.measures', 'edit.link', 'arrange.lock', 'edit.hide'], in: ['several'], learned: true },
  { ids: ['frame.around', 'arrange.measures', 'edit.link', 'arrange.lock', 'edit.hide'], in: ['one'], learned: true },
  { ids: ['edit.hide'], in: ['locked', 'seen'] },
  {
    ids: ['comment.here', 'view.fitSelection', 'edit.author'],
    more: ['copyMore', 'select'],
    in: ['one', 'several', 'locked', 'seen'],
  },
  { ids: ['edit.delete'], in: ['one', 'several'], learned: true },

  { ids: ['edit.paste', 'edit.selectAll'], in: ['paper'], learned: true },
  { ids: ['comment.here', 'comment.hide'], in: ['paper', 'seenPaper'] },
  { ids: ['view.fit', 'view.zoom100', 'view.back'], in: ['paper', 'seenPaper'] },
  { ids: ['view.grid', 'view.snap', 'view.snapGrid', 'view.minimap', 'view.theme'], in: ['paper', 'seenPaper'] },
  { ids: ['point.chat', 'point.react', 'people.call'], in: ['paper', 'seenPaper'] },
  { ids: ['edit.unlockAll'], in: ['paper'] },
  { ids: ['edit.showHidden'], in: ['paper', 'seenPaper'] },
  { ids: ['board.copyPng', 'board.export', 'view.copyPlace'], in: ['paper', 'seenPaper'] },
  { ids: ['board.palette', 'board.help'], in: ['paper', 'seenPaper'] },
];

/** What the menu is asked for now. */
export function situationOf({ editor }: CommandContext): Situation {
  const selected = editor.selected();
  const canEdit = editor.canEdit.peek();
  if (selected.length === 0) return canEdit ? 'paper' : 'seenPaper';
  if (!canEdit) return 'seen';
  if (selected.every(({ locked }) => locked)) return 'locked';
  return selected.length === 1 ? 'one' : 'several';
}

/** A section as it is shown: without what it has no place for. */
export interface ShownSection {
  readonly ids: readonly string[];
  readonly icons: IconRow | undefined;
  readonly more: readonly SubmenuName[];
}

const canRun = (id: string, commands: Commands, context: CommandContext): boolean =>
  commands[id] !== undefined && commands[id].when?.(context) !== false;

/** What a submenu offers now. */
export const shownIn = (name: SubmenuName, commands: Commands, context: CommandContext): readonly string[] =>
  submenus[name].filter((id) => canRun(id, commands, context));

/** The sections that are shown now, none of them empty. */
export function shownSections(commands: Commands, context: CommandContext): readonly ShownSection[] {
  const situation = situationOf(context);
  const [first] = context.editor.selected();
  return sections.flatMap(({ ids, in: places, learned, of, icons, more = [] }) => {
    if (!places.includes(situation) || (of !== undefined && (first === undefined || !of(first)))) return [];
    const shown = ids.filter((id) => (learned ? commands[id] !== undefined : canRun(id, commands, context)));
    const leading = more.filter((name) => shownIn(name, commands, context).length > 0);
    return shown.length + leading.length === 0 ? [] : [{ ids: shown, icons, more: leading }];
  });
}

/** What a command is called in the menu, where that is not its name in the table. */
export function labelOf(id: string, { editor }: CommandContext): string | undefined {
  const selected = editor.selected();
  if (id === 'arrange.lock')
    return selected.every(({ locked }) => locked) ? say('contextMenu.unlock') : say('contextMenu.lock');
  if (id === 'edit.text') return selected.some(holdsOthers) ? say('contextMenu.rename') : say('contextMenu.editText');
  if (id === 'edit.paste' && selected.length === 0) return say('contextMenu.pasteHere');
  if (id === 'comment.here' && selected.length > 0) return say('contextMenu.commentOn');
  if (id === 'view.copyElement') return say('contextMenu.linkTo');
  return undefined;
}

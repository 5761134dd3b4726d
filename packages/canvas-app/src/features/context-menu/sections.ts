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
  /** A row of buttons with icons. */
  readonly icons?: true;
}

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
  { ids: ['arrange.copyStyle', 'arrange.pasteStyle'], in: ['one', 'several'], learned: true },
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
      'arrange.flipX',
      'arrange.flipY',
    ],
    in: ['several'],
    learned: true,
    icons: true,
  },
  { ids: ['arrange.tidy'], in: ['several'] },
  {
    ids: ['arrange.front', 'arrange.forward', 'arrange.backward', 'arrange.back'],
    in: ['one', 'several'],
    learned: true,
  },
  { ids: ['arrange.group', 'arrange.ungroup', 'frame.around'], in: ['several'], learned: true },
  { ids: ['frame.around', 'arrange.flipX', 'arrange.flipY'], in: ['one'] },
  { ids: ['arrange.measures', 'edit.link', 'arrange.lock', 'edit.hide'], in: ['one', 'several'], learned: true },
  { ids: ['edit.hide'], in: ['locked', 'seen'] },
  {
    ids: ['view.fitSelection', 'board.copyPng', 'view.copyElement', 'edit.author'],
    in: ['one', 'several', 'locked', 'seen'],
  },
  { ids: ['edit.selectSame', 'edit.selectInverse'], in: ['one', 'several', 'locked', 'seen'] },
  { ids: ['edit.delete'], in: ['one', 'several'], learned: true },

  { ids: ['edit.paste', 'edit.selectAll'], in: ['paper'], learned: true },
  { ids: ['view.fit', 'view.zoom100', 'view.back'], in: ['paper', 'seenPaper'] },
  { ids: ['view.grid', 'view.snap', 'view.snapGrid', 'view.minimap', 'view.theme'], in: ['paper', 'seenPaper'] },
  { ids: ['point.chat', 'point.react'], in: ['paper', 'seenPaper'] },
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
  readonly icons: boolean;
}

/** The sections that are shown now, none of them empty. */
export function shownSections(commands: Commands, context: CommandContext): readonly ShownSection[] {
  const situation = situationOf(context);
  const [first] = context.editor.selected();
  return sections.flatMap(({ ids, in: places, learned, of, icons = false }) => {
    if (!places.includes(situation) || (of !== undefined && (first === undefined || !of(first)))) return [];
    const shown = ids.filter((id) => {
      const command = commands[id];
      return command !== undefined && (learned || command.when?.(context) !== false);
    });
    return shown.length === 0 ? [] : [{ ids: shown, icons }];
  });
}

/** What a command is called in the menu, where that is not its name in the table. */
export function labelOf(id: string, { editor }: CommandContext): string | undefined {
  const selected = editor.selected();
  if (id === 'arrange.lock')
    return selected.every(({ locked }) => locked) ? say('contextMenu.unlock') : say('contextMenu.lock');
  if (id === 'edit.text') return selected.some(holdsOthers) ? say('contextMenu.rename') : say('contextMenu.editText');
  if (id === 'edit.paste' && selected.length === 0) return say('contextMenu.pasteHere');
  if (id === 'view.copyElement') return say('contextMenu.linkTo');
  return undefined;
}

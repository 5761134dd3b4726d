import type { Command, CommandContext, Commands } from '../../commands/command.ts';
import type catalogue from '../../words/en.json';
import { fold } from '../../words/fold.ts';
import { say } from '../../words/later.ts';
import { sayCommand, wordOf } from '../../words/say.ts';

/** A command that was found, and why it cannot run now if it cannot. */
export interface Found {
  readonly id: string;
  readonly command: Command;
  readonly reason: string | undefined;
}

type Reason = keyof typeof catalogue.palette.reason;

const reason = (key: Reason): string => say(`palette.reason.${key}`);

/** Why commands cannot run where more can be said than that, by their ids or by what those begin with. */
export const ownReasons: Readonly<Record<string, Reason>> = {
  'arrange.align': 'twoOrMore',
  'arrange.stack': 'twoOrMore',
  'arrange.tidy': 'twoOrMore',
  'arrange.group': 'twoOrMore',
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

/** Groups whose commands are done to what is selected. */
const ofSelection = new Set(['edit', 'arrange', 'text']);

/** Why a command cannot run now; undefined when it can. */
export function reasonOf(id: string, command: Command, context: CommandContext): string | undefined {
  if (command.when?.(context) !== false) return undefined;
  const { editor } = context;
  if (!editor.canEdit.peek() && command.group !== 'view') return reason('viewOnly');
  const own = Object.entries(ownReasons).find(([start]) => id.startsWith(start));
  if (own !== undefined) return reason(own[1]);
  if (!ofSelection.has(command.group) && !id.startsWith('view.')) return reason('notNow');
  return editor.selection.peek().size === 0 ? reason('nothingSelected') : reason('notThis');
}

/**
 * The commands that a person may mean by `query`: those that have all its words in their names, then those that people call so;
 * without a query all, those used last first. What cannot run now comes after the others.
 */
export function findCommands(
  commands: Commands,
  context: CommandContext,
  query: string,
  recent: readonly string[],
): readonly Found[] {
  const words = fold(query).split(' ').filter(Boolean);
  const has = (text: string) => words.every((word) => text.includes(word));
  const all = Object.entries(commands).flatMap(([id, command]) => {
    const name = fold(sayCommand(id));
    const isNamed = has(name);
    if (!isNamed && !has(`${name} ${fold(wordOf(`synonyms.${id}`) ?? '')}`)) return [];
    const reason = reasonOf(id, command, context);
    const used = words.length === 0 ? recent.indexOf(id) : -1;
    const rank = (reason === undefined ? 0 : 1_000) + (isNamed ? 0 : 500) + (used < 0 ? recent.length : used);
    return [{ id, command, reason, rank }];
  });
  return all.sort((a, b) => a.rank - b.rank);
}

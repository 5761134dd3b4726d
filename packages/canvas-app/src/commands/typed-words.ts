import type { Element, Form } from '@gesso/crdt-schema';
import { holdsText } from '../editor/create-element.ts';
import type { Editor } from '../editor/editor.ts';
import { openText } from '../editor/open-text.ts';
import type { Command, CommandContext } from './command.ts';

/** Letters that follow each other within this (ms) are a word, and no commands. */
const wordMs = 350;

/** A letter that was pressed while something was selected that can be written on. */
interface First {
  readonly letter: string;
  readonly time: number;
  readonly holder: Element;
  /** What the letter has done. */
  readonly ran: Command | undefined;
  /** The shape that stood for all others before. */
  readonly shape: Form;
}

/** The part of a keyboard event that decides. */
export interface TypedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly timeStamp: number;
}

const isLetter = ({ key, ctrlKey, metaKey, altKey, repeat }: TypedKey): boolean =>
  !ctrlKey && !metaKey && !altKey && !repeat && /^[\p{L}\p{N}]$/u.test(key);

/** What is selected alone and can be written on. */
const holderIn = (editor: Editor): Element | undefined => {
  const [only, more] = editor.selected();
  const free = only !== undefined && more === undefined && !only.locked && editor.canEdit.peek();
  return free && holdsText(only) ? only : undefined;
};

/**
 * Tells words from commands. A letter alone is a command at once; when a second one follows it as fast as one types, both were meant
 * for what was selected: what the first did is taken back, and the text opens with the two.
 */
export function createWordWatch({ editor, shell }: CommandContext) {
  let first: First | undefined;

  /** Opens the text of what was selected when this key makes a word with the one before it. Returns whether it did. */
  function takes(key: TypedKey): boolean {
    const before = first;
    first = undefined;
    if (before === undefined || !isLetter(key) || key.timeStamp - before.time > wordMs) return false;
    if (editor.board.get(before.holder.id) === undefined) return false;
    // A tool is put back below; what else has a letter of its own is switched, and switched back the same way.
    if (before.ran !== undefined && before.ran.group !== 'tools') before.ran.run({ editor, shell });
    editor.setTool('select');
    editor.setPreference('shape', before.shape);
    editor.select([before.holder.id]);
    openText(editor, before.holder, undefined, before.letter + key.key);
    return true;
  }

  /** Remembers a letter that may begin a word; asked before its command runs. */
  function note(key: TypedKey, command: Command | undefined): void {
    const holder = isLetter(key) && editor.tool.peek() === 'select' ? holderIn(editor) : undefined;
    first = holder && { letter: key.key, time: key.timeStamp, holder, ran: command, shape: editor.shape.peek() };
  }

  /** What follows is no word any more. */
  const forget = (): void => {
    first = undefined;
  };

  return { takes, note, forget };
}

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
  readonly isShifted: boolean;
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
  readonly shiftKey: boolean;
  readonly repeat: boolean;
  readonly timeStamp: number;
}

const isLetter = ({ key, ctrlKey, metaKey, altKey, repeat }: TypedKey): boolean =>
  !ctrlKey && !metaKey && !altKey && !repeat && /^[\p{L}\p{N}]$/u.test(key);

/** Keys that change what others mean, and mean nothing by themselves. */
const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** What is selected alone and can be written on. */
const holderIn = (editor: Editor): Element | undefined => {
  const [only, more] = editor.selected();
  const free = only !== undefined && more === undefined && !only.locked && editor.canEdit.peek();
  return free && holdsText(only) ? only : undefined;
};

/**
 * Tells words from commands. What has just been drawn is written on with the first letter, but for that of the tool it was drawn with,
 * which draws the next; so is what is selected with a letter that commands nothing. Any other letter alone is a command at once; when
 * a second one follows it as fast as one types, both were meant for what was selected: what the first did is taken back, and the text
 * opens with the two. Not where Shift was held for both, and both command something.
 */
export function createWordWatch({ editor, shell }: CommandContext) {
  let first: First | undefined;
  /** What was made, and is no longer new: something else was done since. */
  let old = editor.made.peek();

  /** Whether what is selected has just been drawn, and nothing was done since: what was written on it was. */
  const isNew = (holder: Element): boolean => {
    const made = editor.made.peek();
    return made !== undefined && made !== old && made.ids.includes(holder.id) && !('text' in holder && holder.text);
  };

  /** Whether a letter is the first of a text by itself. */
  const begins = (holder: Element, id: string | undefined): boolean =>
    id === undefined || (isNew(holder) && id !== `tool.${editor.made.peek()?.tool}`);

  /**
   * Opens the text of what was selected when this key makes a word with the one before it, or is the first of one. `id` is the
   * command that the key has else. Returns whether it did.
   */
  function takes(key: TypedKey, id: string | undefined): boolean {
    if (modifiers.has(key.key)) return false;
    const before = first;
    first = undefined;
    const holder =
      before === undefined && isLetter(key) && editor.tool.peek() === 'select' ? holderIn(editor) : undefined;
    if (holder !== undefined && begins(holder, id)) {
      openText(editor, holder, undefined, key.key);
      return true;
    }
    if (before === undefined || !isLetter(key) || key.timeStamp - before.time > wordMs) return false;
    // Shift held through two letters that are commands asks for two commands: a word goes on in small letters.
    if (before.isShifted && key.shiftKey && id !== undefined) return false;
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
    if (modifiers.has(key.key)) return;
    old = editor.made.peek();
    const holder = isLetter(key) && editor.tool.peek() === 'select' ? holderIn(editor) : undefined;
    first = holder && {
      letter: key.key,
      isShifted: key.shiftKey,
      time: key.timeStamp,
      holder,
      ran: command,
      shape: editor.shape.peek(),
    };
  }

  /** What follows is no word any more. */
  const forget = (): void => {
    first = undefined;
    old = editor.made.peek();
  };

  return { takes, note, forget };
}

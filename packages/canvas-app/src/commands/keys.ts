import { isComposing } from '../input/composing.ts';
import { takesLetters } from '../input/takes-letters.ts';
import { say } from '../words/say.ts';
import type { Command, CommandContext } from './command.ts';
import { createWordWatch } from './typed-words.ts';

/** The part of a keyboard event that decides; passed in so that tests need no browser. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * The chords a key press may mean, most exact first: by what it types, then by the physical digit or bracket, because
 * Shift+1 types another character on every layout, and by the physical letter where the layout types no Latin one: a
 * Dvorak keyboard means the letter it types. Keys that need Shift on some layouts (`?`, `+`) also match
 * without it being named.
 */
export const chordsOf = (press: KeyPress): string[] => {
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : '';
  const alt = press.altKey ? 'alt+' : '';
  const shift = press.shiftKey ? 'shift+' : '';
  const key = press.key.toLowerCase();
  const physical = /^(?:Digit|Key)(.)$/.exec(press.code)?.[1]?.toLowerCase() ?? brackets[press.code];
  const latin = /^[a-z]$/.test(key);
  const names = [`${mod}${shift}${alt}${key}`];
  if (press.shiftKey && key.length === 1 && !/[a-z0-9]/.test(key)) names.push(`${mod}${alt}${key}`);
  if (physical !== undefined && physical !== key && !latin) names.push(`${mod}${shift}${alt}${physical}`);
  return names;
};

const brackets: Readonly<Record<string, string>> = {
  BracketLeft: '[',
  BracketRight: ']',
  Equal: '=',
  Minus: '-',
  Slash: '/',
};

/** `alt+shift+c` and `shift+alt+c` are one chord. */
export const normalChord = (chord: string): string => {
  const parts = chord.split('+');
  const key = chord.endsWith('++') ? '+' : (parts.at(-1) ?? '');
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return `${has('mod') ? 'mod+' : ''}${has('shift') ? 'shift+' : ''}${has('alt') ? 'alt+' : ''}${key}`;
};

/** Chord → command id, made once from the table. */
export const chordTable = (commands: Readonly<Record<string, Command>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(commands).flatMap(([id, { keys }]) => keys.map((chord) => [normalChord(chord), id] as const)));

/** Keys that move a slider which was reached by keyboard. */
const movesSlider = ({ key, target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement && target.matches('input[type=range]') && /^(?:Arrow|Home|End|Page)/.test(key);

/** Whether an open dialog owns the keyboard. */
const inDialog = (node: EventTarget | null): boolean => node instanceof HTMLElement && node.closest('dialog') !== null;

/** Tab leads on from every control; it is a command on the board alone, which has the focus itself or where nothing has it. */
const isTabElsewhere = ({ key, target }: KeyboardEvent): boolean =>
  key === 'Tab' && target instanceof HTMLElement && !target.matches('body, [role=application]');

/** Whether a key press is one of the chords of a command. */
export const isKeyOf = (press: KeyPress, { keys }: Command): boolean => {
  const chords = chordsOf(press);
  return keys.some((chord) => chords.includes(normalChord(chord)));
};

/** The command that a key has while a text is typed; undefined where the key is the text's own. */
export const commandWhileTyping = (
  press: KeyPress,
  commands: Readonly<Record<string, Command>>,
  context: CommandContext,
): Command | undefined =>
  Object.values(commands).find(
    (command) => command.whileTyping && isKeyOf(press, command) && command.when?.(context) !== false,
  );

/** Keeps letters for the field for a name that is on its way: they are meant for it and choose no tools. Returns whether there is one. */
const keepForName = ({ key, ctrlKey, metaKey }: KeyPress, { editor }: CommandContext): boolean => {
  const id = editor.renaming.peek();
  if (id === undefined || ctrlKey || metaKey) return false;
  if (key === 'Escape') editor.setRenaming(undefined);
  else if ([...key].length === 1) editor.setRenaming(id, editor.typedBefore() + key);
  return true;
};

/** Runs commands by their chords; silent while typing or in a dialog. Returns its stop. */
export const listenToKeys = (
  target: Window,
  commands: Readonly<Record<string, Command>>,
  context: CommandContext,
): (() => void) => {
  const table = chordTable(commands);
  const words = createWordWatch(context);
  let hold = {};
  const onKey = (event: KeyboardEvent) => {
    const typing = context.editor.editing.peek() !== undefined || takesLetters(event.target);
    if (isComposing(event) || typing || inDialog(event.target) || movesSlider(event)) return;
    if (isTabElsewhere(event)) return;
    if (keepForName(event, context)) {
      event.preventDefault();
      return;
    }
    // Enter and Space on a focused button press that button.
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.matches('button, a')) return;
    const id = chordsOf(event).flatMap((chord) => table.get(chord) ?? [])[0];
    const command = id === undefined ? undefined : commands[id];
    if (words.takes(event, id)) {
      event.preventDefault();
      return;
    }
    words.note(event, command);
    if (command === undefined) return;
    if (command.when?.(context) === false) {
      if (id !== undefined) context.editor.setDone({ id, isRefused: true });
      // A browser would do its own thing instead: undo in a field that was left, or keep the page as a bookmark.
      if (event.ctrlKey || event.metaKey) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (!event.repeat) hold = {};
    else if (command.repeats !== true) return;
    command.run({ ...context, hold });
  };
  target.addEventListener('keydown', onKey);
  target.addEventListener('pointerdown', words.forget, { capture: true });
  return () => {
    target.removeEventListener('keydown', onKey);
    target.removeEventListener('pointerdown', words.forget, { capture: true });
  };
};

/** A chord as a person reads it. */
export const chordLabel = (chord: string, mac: boolean): string => {
  const names: Readonly<Record<string, string>> = {
    mod: mac ? '⌘' : say('key.ctrl'),
    shift: mac ? '⇧' : say('key.shift'),
    alt: mac ? '⌥' : say('key.alt'),
    delete: say('key.delete'),
    backspace: '⌫',
    escape: say('key.escape'),
    enter: say('key.enter'),
    contextmenu: say('key.menu'),
    tab: say('key.tab'),
    pageup: say('key.pageUp'),
    pagedown: say('key.pageDown'),
    arrowleft: '←',
    arrowright: '→',
    arrowup: '↑',
    arrowdown: '↓',
  };
  const parts = chord.endsWith('++')
    ? [...chord.slice(0, -2).split('+'), '+']
    : chord === '+'
      ? ['+']
      : chord.split('+');
  return parts.map((part) => names[part] ?? part.charAt(0).toUpperCase() + part.slice(1)).join(mac ? '' : ' ');
};

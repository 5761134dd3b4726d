import type { Editor } from '../editor/editor.ts';

/**
 * The ids of all panels. A feature adds its own beside its panel:
 * `declare module '../../commands/command.ts' { interface PanelIds { share: true } }`.
 */
export interface PanelIds {
  menu: true;
  shapes: true;
  tools: true;
  style: true;
}

export type PanelId = keyof PanelIds;

/** The parts of the app that commands open; the interface provides them. */
export interface Shell {
  openPanel(id: PanelId): void;
  /** Ends the gesture under way; whether there was one. */
  cancelGesture(): boolean;
  /** Takes back, or does again, what was typed last into the text that is open. Returns whether there was anything. */
  undoTyping(what: 'undo' | 'redo'): boolean;
  /** Tells a person something short; an error says what to do. */
  tell(message: string, tone?: 'info' | 'error'): void;
  /** What the last message that offers to do something would do; undefined where none offers anything. */
  offering(): (() => void) | undefined;
  /** Tells that an undo or redo left what others have gone on from. */
  tellOthersWentOn(): void;
  cycleTheme(): void;
  /** Leaves this board for a new one, or for the list of a person's boards. */
  goTo(path: '/' | '/boards'): void;
}

export interface CommandContext {
  readonly editor: Editor;
  readonly shell: Shell;
  /** The key press that runs the command: the same object for as long as the key is held. */
  readonly hold?: object;
}

export type CommandGroup = 'tools' | 'edit' | 'text' | 'arrange' | 'view' | 'board';

/** One entry feeds shortcuts, menus, the palette and the help. What it is called says the catalogue: `command.<id>`. */
export interface Command {
  /** Chords such as `mod+shift+z`; the first one is shown. */
  readonly keys: readonly string[];
  /** A chord that the browser hears itself, as it does those of the clipboard: only shown. */
  readonly browserKey?: string | undefined;
  readonly group: CommandGroup;
  /** Whether a key that is held runs it again and again. Absent = once a press. */
  readonly repeats?: boolean;
  /** Runs while a text is typed as well, instead of what its keys do there. */
  readonly whileTyping?: true;
  /** Whether it can do anything now. */
  readonly when?: ((context: CommandContext) => boolean) | undefined;
  /** Whether what it switches is on; absent = it switches nothing. A menu has a tick for it. */
  isOn?(context: CommandContext): boolean;
  run(context: CommandContext): void;
}

/** Commands by their ids, such as `edit.undo`. */
export type Commands = Readonly<Record<string, Command>>;

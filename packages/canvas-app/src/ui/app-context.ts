import type { Person } from '@gesso/crdt-schema';
import type { ReadonlySignal } from '@preact/signals-core';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ByHand } from '../by-hand.ts';
import type { Command, CommandContext } from '../commands/command.ts';
import type { Editor } from '../editor/editor.ts';
import type { Preferences } from '../editor/preferences.ts';
import type { SharingDeps } from '../network/sharing.ts';
import type { SyncStatus } from '../network/status.ts';
import type { ShellState } from './shell.ts';

export interface ExportChoice {
  readonly format: 'png' | 'svg';
  readonly scale: number;
  readonly background: boolean;
  readonly theme: 'light' | 'dark';
  readonly what: 'selection' | 'board';
}

/** How the engine is doing. */
export interface Figures {
  readonly frameMs: number;
  readonly inkMs: number | undefined;
  readonly mounted: number;
  readonly tiles: number;
  /** Tiles in view that are missing or out of date. */
  readonly pending: number;
  readonly elements: number;
  /** Costly: asked for only when it is shown. */
  documentBytes(): number;
}

/** Everything the interface reads and calls. It holds no rule itself. */
export interface App {
  readonly editor: Editor;
  readonly preferences: Preferences;
  readonly shell: ShellState;
  readonly commands: Readonly<Record<string, Command>>;
  readonly context: CommandContext;
  readonly status: ReadonlySignal<SyncStatus>;
  readonly you: ReadonlySignal<Person | undefined>;
  readonly notice: ReadonlySignal<{ readonly message: string } | undefined>;
  /** Whether this browser keeps what is drawn here until the server has it. */
  readonly kept: ReadonlySignal<boolean>;
  /** Runs what a person does by hand; what a rule of the board refuses is told them. */
  readonly byHand: ByHand;
  readonly sharing: SharingDeps;
  /** Whether this is a board that was there before, and not a new one. */
  readonly joins: boolean;
  readonly figures: () => Figures;
  /** Keeps a map of the board in a canvas; gives its end. */
  /** Paints the map once it has been loaded; `ready` is called then. Gives its stop. */
  readonly startMinimap: (canvas: HTMLCanvasElement, ready: () => void) => () => void;
  exportImage(choice: ExportChoice): Promise<Blob>;
  /** Pixels per board unit beyond which a picture is too large for a browser. */
  mostScale(what: ExportChoice['what']): number;
  save(blob: Blob, extension: string): void;
  /** Whether a picture could be put on the clipboard. */
  copyImage(blob: Promise<Blob>): Promise<boolean>;
  copyText(text: string): Promise<boolean>;
  readonly mac: boolean;
}

const Context = createContext<App | undefined>(undefined);

export const AppProvider = Context.Provider;

export const useApp = (): App => {
  const app = useContext(Context);
  if (app === undefined) throw new Error('The interface is mounted outside its provider.');
  return app;
};

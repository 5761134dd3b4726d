import type { Person } from '@gesso/crdt-schema';
import type { Picture } from '@gesso/drawing';
import type { ReadonlySignal } from '@preact/signals-core';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandContext, Commands, PanelId } from '../commands/command.ts';
import type { Editor } from '../editor/editor.ts';
import type { Preferences } from '../editor/preferences.ts';
import type { SyncStatus } from '../network/status.ts';
import type { ByHand } from '../report-failures.ts';
import type { Notice } from '../session/server-word.ts';
import type { Session } from '../session/session.ts';
import type { Islands } from './islands.ts';
import type { OnDemand } from './parts/on-demand-type.ts';
import type { ShellState } from './shell.ts';

/** How the painting is doing. */
export interface PaintStats {
  /** Work of the last frame, ms. */
  readonly frameMs: number;
  /** From a sample of the pointer to its paint, ms. */
  readonly inkMs: number | undefined;
  /** Elements above the tiles. */
  readonly mounted: number;
  readonly tiles: number;
  /** Tiles in view that are missing or out of date. */
  readonly pending: number;
}

/** Everything that the interface and the features read and call. It holds no rule itself. */
export interface App {
  readonly editor: Editor;
  readonly preferences: Preferences;
  readonly shell: ShellState;
  /** All commands, those of the features among them. */
  readonly commands: Commands;
  readonly context: CommandContext;
  /** What features have added. */
  readonly panels: ReadonlyMap<PanelId, OnDemand>;
  readonly islands: Islands;
  /** The board of this page's address, on the server and on this device. */
  readonly session: Session;
  readonly scene: {
    stats(): PaintStats;
    /** Resolves when everything due is painted. */
    settled(): Promise<void>;
  };
  readonly pictures: {
    /** The best that is here for a picture whose longer side takes `pixels` on the screen; what is better is made to come. */
    get(asset: string, pixels?: number): Picture | undefined;
    /** Called with the asset when a picture or a copy of it has come. */
    onLoad(listener: (asset: string) => void): () => void;
    /** The picture behind an asset once it is here. Rejects when it cannot be had. */
    load(asset: string): Promise<Picture>;
    /** Where an asset is to be had; undefined while it is nowhere. */
    addressOf(asset: string): string | undefined;
    /** Shows a picture that this page has before the server has it. */
    show(asset: string, picture: Picture): void;
  };
  readonly status: ReadonlySignal<SyncStatus>;
  readonly you: ReadonlySignal<Person | undefined>;
  readonly notice: ReadonlySignal<Notice | undefined>;
  /** Whether this browser keeps what is drawn here until the server has it. */
  readonly kept: ReadonlySignal<boolean>;
  /** Runs what a person does by hand; what a rule of the board refuses is told them. */
  readonly byHand: ByHand;
  /** Whether this is a board that was there before, and not a new one. */
  readonly joins: boolean;
  readonly mac: boolean;
}

const Context = createContext<App | undefined>(undefined);

export const AppProvider = Context.Provider;

export const useApp = (): App => {
  const app = useContext(Context);
  if (app === undefined) throw new Error('The interface is mounted outside its provider.');
  return app;
};

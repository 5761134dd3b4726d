import type { FunctionComponent } from 'preact';
import type { Commands, PanelId } from '../commands/command.ts';
import type { App } from '../ui/app-context.ts';
import type { IslandPlace } from '../ui/islands.ts';

/** Fetches a panel: its module exports the component as `Panel`. */
export type PanelLoader = () => Promise<{ readonly Panel: FunctionComponent }>;

/** Takes back everything that was started. */
export type Stop = () => void;

/** What a feature adds to the board. `main.tsx` lists the features; the README of this folder has the rule and an example. */
export interface Feature {
  /** Entries of the command table: shortcuts, menus, palette and help follow. */
  readonly commands?: Commands;
  /** Panels by the ids that the feature has declared in `PanelIds`. */
  readonly panels?: { readonly [Id in PanelId]?: PanelLoader };
  /** What is always to be seen, by its place around the canvas. Loaded with the app: keep it small. */
  readonly islands?: { readonly [Place in IslandPlace]?: FunctionComponent };
  /** Fetches what is imported on demand besides panels, so that it is there when the server is gone. May reject. */
  preload?(): Promise<unknown>;
  /** Runs once a board has been open for a while. Resolves with its stop. May reject. */
  whenCalm?(app: App): Promise<Stop>;
  /** Runs once, before the board is entered. Returns its stop. */
  start?(app: App): Stop;
}

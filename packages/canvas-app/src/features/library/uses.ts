import type { ScreenPoint } from '../../editor/camera.ts';
import type { App } from '../../ui/app-context.ts';
import type { libraryLimits } from './limits.ts';

/** Why pieces are not taken: one is too large, there are too many, or all together are too large. */
export type NotTaken = 'tooLarge' | 'tooMany' | 'full';

/** A piece as a file brings it: a name, or '', and the text of a `.gesso` file. */
export interface ReadPiece {
  readonly name: string;
  readonly text: string;
}

/** What was read of a file. */
export interface ReadLibrary {
  /** Those within the limits. */
  readonly pieces: readonly ReadPiece[];
  /** The first limit that was met; undefined where these are all. */
  readonly past: NotTaken | undefined;
  /** What could not be carried, in words with counts. */
  readonly losses: readonly string[];
}

/** Fetches what reads the pieces of a file. `readPieces` rejects with `Failure`; `refusedWords` says why, in a sentence with the file's name. */
export type LoadReading = () => Promise<{
  readPieces(file: Blob, name: string, signal: AbortSignal, limits: typeof libraryLimits): Promise<ReadLibrary>;
  refusedWords(error: unknown, name: string): string;
}>;

/** Fetches what writes elements of the board as a `.gesso` file, with their pictures. */
export type LoadWriting = () => Promise<{
  exportForScript(app: App, options: { readonly format: 'gesso'; readonly ids: readonly string[] }): Promise<Blob>;
}>;

/** Puts what is in files on the board, about a place or in the middle of the view, and sends the pictures in them. */
export type TakeFiles = (files: readonly File[], at?: ScreenPoint) => void;

/** What the drawer has of other features. */
export type Uses = readonly [loadReading: LoadReading, loadWriting: LoadWriting, takeFiles: TakeFiles];

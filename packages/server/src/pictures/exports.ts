import { boardFilePictures, Failure } from '@gesso/crdt-schema';
import { MiB } from '../units.ts';
import { createTurns } from '../workers/turns.ts';
import { createPainter, type PainterDeps } from './painter.ts';
import type { Look, Painted, Wanted } from './painter-protocol.ts';

/** Pictures that wait for the painter, and those of one person with the one that is painted. */
const mostTurns = { atOnce: 1, waiting: 23, person: 4 } as const;
/** What is read of the pictures on one board. */
const mostAssets = { count: 200, bytes: 96 * MiB } as const;

/** Base64 takes four letters for three bytes. */
const mostInFile = { count: boardFilePictures.count, bytes: (boardFilePictures.bytes * 3) / 4 } as const;

/** How a picture looks that is taken away. */
export interface PictureOptions extends Look {
  readonly format: 'png' | 'svg' | 'pdf';
}

/** What is taken away: a picture, or the whole board. */
export type ExportOptions = PictureOptions | { readonly format: 'gesso' };

/** A picture of a board as it is stored now. */
export interface BoardExport {
  /** Another one for each state of the board and each look. */
  readonly version: string;
  /** See `Painter.paint` for how it rejects, and `OVERLOADED` where too many wait. */
  make(): Promise<Painted>;
}

/** Pictures of whole boards or frames, painted as the app would where they hold up nobody. */
export interface Exports {
  of(
    board: { readonly id: string; readonly updatedAt: number },
    options: ExportOptions,
    person: string,
  ): Promise<BoardExport>;
  stop(): Promise<void>;
}

/** What tells one look from another. */
function versionOf(options: ExportOptions): readonly (string | number)[] {
  if (options.format === 'gesso') return [];
  const { theme, background, padding, scale, frame = '', pages = 'frames' } = options;
  return [theme, background, padding, scale, frame, pages];
}

/** One large picture must not keep the small ones of a list waiting: they have a thread of their own. */
export function createExports(deps: PainterDeps): Exports {
  const painter = createPainter(deps);
  const turns = createTurns(mostTurns, () => new Failure('OVERLOADED', 'pictures of boards'));
  return {
    async of({ id, updatedAt }, options, person) {
      const size = await deps.store.size(id);
      const version = [updatedAt.toString(36), size.toString(36), options.format, ...versionOf(options)];
      const { format, ...look } = options;
      const wanted = { as: format, ...look } as Wanted;
      const most = format === 'gesso' ? mostInFile : mostAssets;
      return { version: version.join('-'), make: () => turns.take(() => painter.paint(id, wanted, most), person) };
    },
    stop: () => painter.stop(),
  };
}

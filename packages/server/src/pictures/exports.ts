import { Failure } from '@gesso/crdt-schema';
import { MiB } from '../units.ts';
import { createTurns } from '../workers/turns.ts';
import { createPainter, type PainterDeps } from './painter.ts';
import type { Look } from './painter-protocol.ts';

/** Pictures that wait for the painter, and those of one person with the one that is painted. */
const mostTurns = { atOnce: 1, waiting: 23, person: 4 } as const;
/** What is read of the pictures on one board. */
const mostAssets = { count: 200, bytes: 96 * MiB } as const;

/** How a picture looks that is taken away. */
export interface ExportOptions extends Look {
  readonly format: 'png' | 'svg';
}

/** A picture of a board as it is stored now. */
export interface BoardExport {
  /** Another one for each state of the board and each look. */
  readonly version: string;
  /** See `Painter.paint` for how it rejects, and `OVERLOADED` where too many wait. */
  file(): Promise<Uint8Array>;
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

/** One large picture must not keep the small ones of a list waiting: they have a thread of their own. */
export function createExports(deps: PainterDeps): Exports {
  const painter = createPainter(deps);
  const turns = createTurns(mostTurns, () => new Failure('OVERLOADED', 'pictures of boards'));
  return {
    async of({ id, updatedAt }, { format, ...look }, person) {
      const size = await deps.store.size(id);
      const { theme, background, padding, scale, frame = '' } = look;
      const version = [updatedAt.toString(36), size.toString(36), format, theme, background, padding, scale, frame];
      return {
        version: version.join('-'),
        file: () => turns.take(() => painter.paint(id, { as: format, ...look }, mostAssets), person),
      };
    },
    stop: () => painter.stop(),
  };
}

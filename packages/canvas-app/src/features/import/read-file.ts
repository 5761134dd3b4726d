import type { Binding, NewElement } from '@gesso/crdt-schema';
import { type Box, boxOf, unionAll } from '@gesso/drawing';
import { asDrawn, copiesOf } from '../../editor/create-element.ts';
import type { Brought, HeldPicture, Pause, PieceOf, Report } from './format.ts';
import { refusal } from './format.ts';
import { formats, type ReadFormatName } from './formats.ts';
import { importLimits } from './limits.ts';

/** A file that is to be read, and the board it is brought to. */
export interface ReadJob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly format: ReadFormatName;
  /** The board that is open, where its id is known. */
  readonly board: string | undefined;
}

/** A file that was read: what there is to be told before its elements are put on the board. */
export interface FileRead {
  readonly report: Report;
  readonly box: Box;
  /** Whether these are elements of this very board, which come back as they were. */
  readonly isOwn: boolean;
  readonly pictures: ReadonlyMap<string, HeldPicture>;
  readonly comments?: { readonly given: unknown; readonly copies: ReadonlyMap<string, string> };
  /** Of a library: what all its elements make, in the order of the turns. */
  readonly pieces?: readonly PieceOf[];
  /** How many turns the elements are put on the board in. */
  readonly turns: number;
}

/** What was read, and its elements in turns. */
export interface Opened extends FileRead {
  readonly elements: readonly (readonly NewElement[])[];
}

const weightOf = (element: NewElement): number =>
  ('points' in element ? element.points.xy.length / 2 : 0) + ('text' in element ? (element.text?.length ?? 0) : 0);

/** Elements as they are put on the board, a few in each turn. */
function inTurns(elements: readonly NewElement[]): readonly (readonly NewElement[])[] {
  const turns: NewElement[][] = [];
  let weight = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    const own = weightOf(element);
    const turn = turns.at(-1);
    if (turn === undefined || turn.length >= importLimits.turnElements || weight + own > importLimits.turnWeight) {
      turns.push([element]);
      weight = own;
    } else {
      turn.push(element);
      weight += own;
    }
  }
  return turns;
}

/** The elements with ties and frames only to what is among them. */
function standAlone(elements: readonly NewElement[]): readonly NewElement[] {
  const ids = new Set(elements.flatMap(({ id }) => (id === undefined ? [] : [id])));
  const isAway = (tie: Binding | undefined) => tie !== undefined && !ids.has(tie.element);
  return elements.map((element) => {
    const { start, end } = element as { readonly start?: Binding; readonly end?: Binding };
    return {
      ...element,
      ...(isAway(start) ? { start: undefined } : {}),
      ...(isAway(end) ? { end: undefined } : {}),
    } as NewElement;
  });
}

/** The first of each id: a file may name two things alike. */
function withOwnIds(elements: readonly NewElement[]): readonly NewElement[] {
  const seen = new Set<string>();
  return elements.map((element) => {
    if (element.id === undefined || !seen.has(element.id)) {
      if (element.id !== undefined) seen.add(element.id);
      return element;
    }
    const { id: _id, ...rest } = element;
    return rest as NewElement;
  });
}

/** The elements as they are to be on the board: those of this very board as they were, all others as copies. */
function forBoard({ elements, board }: Brought, here: string | undefined) {
  const own = withOwnIds(elements);
  const isOwn = board !== undefined && board === here;
  if (isOwn) return { isOwn, own, made: own };
  // A copy that a person makes here is free to be moved; what was locked elsewhere was to stay so.
  const copies = copiesOf(standAlone(own), { x: 0, y: 0 });
  return { isOwn, own, made: copies.map((copy, i) => ({ ...copy, locked: own[i]?.locked ?? false })) };
}

/** The report with the pictures that are named and not in the file: another board does not have them. */
function withAwayPictures({ report, pictures }: Brought, own: readonly NewElement[], isOwn: boolean): Report {
  const isAway = (element: NewElement) => 'asset' in element && pictures?.has(element.asset) !== true;
  const away = isOwn ? 0 : own.filter(isAway).length;
  if (away === 0) return report;
  return { ...report, lost: { ...report.lost, picture: (report.lost.picture ?? 0) + away } };
}

/** A signal's and a clock's say in whether to go on reading. */
export const boundedBy = (signal: AbortSignal | undefined, turn: Pause): Pause => {
  const until = performance.now() + importLimits.ms;
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() > until) throw refusal('tooSlow');
    await turn();
  };
};

/** Reads a file for a board. Rejects with `refusal`. */
export async function readFile({ bytes, format, board }: ReadJob, pause: Pause): Promise<Opened> {
  const read = await formats[format].load();
  const brought = await read(bytes, pause);
  if (brought.elements.length === 0) throw refusal('empty');
  const { isOwn, own, made } = forBoard(brought, board);
  const boxes: Box[] = [];
  for (const element of made) {
    await pause();
    boxes.push(boxOf(asDrawn(element)));
  }
  const copies = new Map(own.map(({ id = '' }, i) => [id, made[i]?.id ?? '']));
  const elements = inTurns(made);
  return {
    report: withAwayPictures(brought, own, isOwn),
    box: unionAll(boxes) ?? { x: 0, y: 0, w: 0, h: 0 },
    isOwn,
    pictures: brought.pictures ?? new Map(),
    ...(brought.comments === undefined ? {} : { comments: { given: brought.comments, copies } }),
    ...(brought.pieces === undefined ? {} : { pieces: brought.pieces }),
    turns: elements.length,
    elements,
  };
}

import { type Binding, boardFile, cleanLine, fromPlain, type NewElement } from '@gesso/crdt-schema';
import { libraryLimits } from './limits.ts';

/** A piece as this device keeps it. */
export interface Piece {
  readonly id: string;
  /** The library it came with; '' for a person's own. */
  readonly library: string;
  /** '' where the file had none. */
  readonly name: string;
  /** Its place in the list: ms since 1970, newest first. */
  readonly at: number;
  /** A `.gesso` file. */
  readonly text: string;
}

/** What is in a piece. */
export interface Content {
  readonly elements: readonly NewElement[];
  /** Data URLs by the assets that elements name. */
  readonly pictures: ReadonlyMap<string, string>;
}

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** A name as it is kept: one line, not too long. */
export const cleanedName = (name: unknown): string =>
  typeof name === 'string' ? cleanLine(name, libraryLimits.name) : '';

/** Reads a row of the store; undefined for what is no piece. */
export function parsePiece(row: unknown): Piece | undefined {
  const { id, library, name, at, text } = object(row);
  if (typeof id !== 'string' || typeof text !== 'string' || typeof at !== 'number' || !Number.isFinite(at))
    return undefined;
  return { id, library: cleanedName(library), name: cleanedName(name), at, text };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The elements, each id once, tied to nothing but each other: a piece stands alone. */
function standAlone(elements: readonly NewElement[]): readonly NewElement[] {
  const ids = new Set<string>();
  const once = elements.filter(({ id }) => {
    if (id === undefined) return true;
    const isNew = !ids.has(id);
    ids.add(id);
    return isNew;
  });
  const within = (tie: Binding | undefined) => (tie !== undefined && ids.has(tie.element) ? tie : undefined);
  return once.map((element) => {
    const { start, end } = element as { readonly start?: Binding; readonly end?: Binding };
    if (start === undefined && end === undefined) return element;
    return { ...element, start: within(start), end: within(end) } as NewElement;
  });
}

/** Reads what is in a piece; undefined where there is nothing that a board can hold. What makes no sense is left out. */
export function contentOf(text: string): Content | undefined {
  if (text.length > libraryLimits.pieceLetters) return undefined;
  const { type, version, elements, pictures } = object(parsed(text));
  if (type !== boardFile.type || version !== boardFile.version || !Array.isArray(elements)) return undefined;
  const good = elements.slice(0, libraryLimits.elements).flatMap((plain: unknown) => {
    try {
      return [fromPlain(plain)];
    } catch {
      return [];
    }
  });
  if (good.length === 0) return undefined;
  const held = Object.entries(object(pictures)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].startsWith('data:image/'),
  );
  return { elements: standAlone(good), pictures: new Map(held) };
}

/** A piece under its name, as a library file has it; undefined for what is no board. */
export function filedPiece({ name, text }: Piece): string | undefined {
  const board = object(parsed(text));
  const { type, version, elements } = board;
  if (type !== boardFile.type || version !== boardFile.version || !Array.isArray(elements)) return undefined;
  return JSON.stringify({ ...board, name });
}

/** Whether elements of a piece show pictures that are not in it. */
export const lacksPictures = ({ elements, pictures }: Content): boolean =>
  elements.some((element) => 'asset' in element && !pictures.has(element.asset));

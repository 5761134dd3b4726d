import { toPlain } from '../elements/element-json.ts';
import type { Element } from '../elements/elements.ts';
import { showsPicture } from '../elements/traits.ts';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
export const boardFile = { type: 'gesso/board', version: 1, mediaType: 'application/vnd.gesso+json' } as const;

/** Bytes of a `.gesso` file that Gesso opens again. */
export const mostBoardFileBytes = 64 * 1024 * 1024;

/** How many pictures a `.gesso` file holds, and bytes of them: what is beyond is only named in it. */
export const boardFilePictures = { count: 300, bytes: 32 * 1024 * 1024 } as const;

/** What goes into a file beside its elements. */
export interface Beside {
  /** The board whose elements these are, under their own ids. */
  readonly board?: string | undefined;
  readonly comments?: readonly unknown[];
}

/**
 * A board as text: plain JSON that a person can read and another program can use. `pause` is waited for between elements: what is large is
 * written in turns.
 */
export async function boardText(
  name: string,
  elements: readonly Element[],
  { board, comments = [] }: Beside = {},
  pause: () => Promise<void> = async () => undefined,
): Promise<string> {
  const { type, version } = boardFile;
  const facts = { type, version, name, ...(board === undefined ? {} : { board }) };
  const list: string[] = [];
  for (const element of elements) {
    await pause();
    list.push(JSON.stringify(toPlain(element)));
  }
  const after = comments.length > 0 ? `,"comments":${JSON.stringify(comments)}` : '';
  return `${JSON.stringify(facts).slice(0, -1)},"elements":[${list.join(',')}]${after}}`;
}

/** The pictures that elements show, each once. */
export const assetsOf = (elements: readonly Element[]): readonly string[] => [
  ...new Set(elements.flatMap((element) => (showsPicture(element) ? element.asset : []))),
];

/** What of a board goes into a `.gesso` file. */
export interface FiledBoard {
  readonly name: string;
  readonly elements: readonly Element[];
  readonly comments?: readonly unknown[];
  /** Data URLs of the pictures that could be had, by the assets that elements name. */
  readonly pictures?: ReadonlyMap<string, string>;
}

/** The text of a `.gesso` file, and how many of the pictures that its elements show are only named in it. */
export interface FiledText {
  readonly text: string;
  readonly missing: number;
}

/** The bytes of a text in UTF-8. JSON has no half of a surrogate pair: each of both counts for two bytes. */
function bytesOf(json: string): number {
  let bytes = json.length;
  for (let i = 0; i < json.length; i += 1) {
    const unit = json.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2;
  }
  return bytes;
}

/** Those of data URLs that a file holds in `room` bytes, as JSON has them. */
function fitting(addresses: ReadonlyMap<string, string>, room: number): ReadonlyMap<string, string> {
  const held = new Map<string, string>();
  let left = Math.min(boardFilePictures.bytes, room - ',"pictures":{}'.length);
  for (const [asset, address] of addresses) {
    const bytes = JSON.stringify([asset, address]).length;
    if (held.size >= boardFilePictures.count || bytes > left) continue;
    held.set(asset, address);
    left -= bytes;
  }
  return held;
}

/**
 * A board as a `.gesso` file of at most so many bytes, `most`: pictures have what the text leaves. Undefined where the text alone is larger.
 * `pause` is waited for as in `boardText`.
 */
export async function filedText(
  { name, elements, comments = [], pictures = new Map() }: FiledBoard,
  pause?: () => Promise<void>,
  most: number = mostBoardFileBytes,
): Promise<FiledText | undefined> {
  const text = await boardText(name, elements, { comments }, pause);
  const size = bytesOf(text);
  if (size > most) return undefined;
  const held = fitting(pictures, most - size);
  const missing = assetsOf(elements).filter((asset) => !held.has(asset)).length;
  if (held.size === 0) return { text, missing };
  return { text: `${text.slice(0, -1)},"pictures":${JSON.stringify(Object.fromEntries(held))}}`, missing };
}

import { toPlain } from '../elements/element-json.ts';
import type { Element } from '../elements/elements.ts';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
export const boardFile = { type: 'gesso/board', version: 1, mediaType: 'application/vnd.gesso+json' } as const;

/** How many pictures a `.gesso` file holds, and bytes of them: what is beyond is only named in it. */
export const boardFilePictures = { count: 300, bytes: 32 * 1024 * 1024 } as const;

/** What goes into a file beside its elements. */
export interface Beside {
  /** The board whose elements these are, under their own ids. */
  readonly board?: string | undefined;
  readonly comments?: readonly unknown[];
  /** Data URLs of the pictures by the assets that elements name. */
  readonly pictures?: ReadonlyMap<string, string>;
}

/**
 * A board as text: plain JSON that a person can read and another program can use. `pause` is waited for between elements: what is large is
 * written in turns.
 */
export async function boardText(
  name: string,
  elements: readonly Element[],
  { board, comments = [], pictures = new Map() }: Beside = {},
  pause: () => Promise<void> = async () => undefined,
): Promise<string> {
  const { type, version } = boardFile;
  const facts = { type, version, name, ...(board === undefined ? {} : { board }) };
  const list: string[] = [];
  for (const element of elements) {
    await pause();
    list.push(JSON.stringify(toPlain(element)));
  }
  const after = [
    ...(comments.length > 0 ? [`,"comments":${JSON.stringify(comments)}`] : []),
    ...(pictures.size > 0 ? [`,"pictures":${JSON.stringify(Object.fromEntries(pictures))}`] : []),
  ];
  return `${JSON.stringify(facts).slice(0, -1)},"elements":[${list.join(',')}]${after.join('')}}`;
}

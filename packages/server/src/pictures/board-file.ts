import { boardText } from '@gesso/crdt-schema';
import type { BoardContent } from './board-content.ts';
import { dataUrl } from './data-url.ts';

/** A board as a `.gesso` file, with its comments and those of its pictures that are here. */
export async function writeBoardFile(
  { name, elements, comments }: BoardContent,
  assets: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const pictures = new Map([...assets].map(([asset, bytes]) => [asset, dataUrl(bytes)]));
  return new TextEncoder().encode(await boardText(name, elements, { comments: comments(), pictures }));
}

import { filedText } from '@gesso/crdt-schema';
import type { BoardContent } from './board-content.ts';
import { dataUrl } from './data-url.ts';
import type { Painted, Unpaintable } from './painter-protocol.ts';

/** A board as a `.gesso` file, with its comments and those of its pictures that are here and that its text leaves room for. */
export async function writeBoardFile(
  { name, elements, comments }: BoardContent,
  assets: ReadonlyMap<string, Uint8Array>,
): Promise<Painted | { readonly unpaintable: Unpaintable }> {
  const pictures = new Map([...assets].map(([asset, bytes]) => [asset, dataUrl(bytes)]));
  const filed = await filedText({ name, elements, comments: comments(), pictures });
  if (filed === undefined) return { unpaintable: 'text too large' };
  return { file: new TextEncoder().encode(filed.text), missing: filed.missing };
}

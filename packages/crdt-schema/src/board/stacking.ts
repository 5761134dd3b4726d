import { encodePatch } from '../elements/codec/encode.ts';
import type { ElementId } from '../elements/elements.ts';
import { jitteredKey, runKey, spreadKeys } from '../elements/order-keys.ts';
import { limits } from '../limits.ts';
import { type OpenDocument, override } from './overrides.ts';

/** The order keys an edit gives to what it puts on top. */
export interface Stacking {
  /** First key of this edit's run on top, and how many have been given under it. */
  run: { readonly first: string; given: number } | undefined;
}

/** Keys shorter than this are left alone when their neighborhood is tidied up. */
const shortKey = 12;

/** Returns the next key of this edit's run, which begins above everything. */
export function nextOnTop(edit: OpenDocument & Stacking): string {
  edit.run ??= { first: jitteredKey(onTop(edit), undefined, edit.random), given: 0 };
  const { run } = edit;
  const key = run.given === 0 ? run.first : runKey(run.first, run.given);
  run.given++;
  return key;
}

/** Returns the key of what lies on top, made short when it has grown too long. */
function onTop(document: OpenDocument): string | undefined {
  const { boardElements } = document;
  const top = boardElements.top();
  if (top === undefined || top.length <= limits.orderKeyRebalance) return top;
  const last = boardElements.list().at(-1);
  if (last !== undefined) rebalance(document, last.id);
  return boardElements.top();
}

/** Gives short keys to the crowd around an element whose key has grown too long; their order stays. */
export function rebalance(document: OpenDocument, id: ElementId): void {
  const { boardElements } = document;
  const list = boardElements.list();
  const crowded = (i: number): boolean => (list[i]?.z.length ?? 0) > shortKey;
  const at = list.findIndex((element) => element.id === id);
  let from = at;
  let to = at;
  while (crowded(from - 1)) from--;
  while (crowded(to + 1)) to++;
  // Equal bounds leave no room between them.
  while (to + 1 < list.length && list[from - 1]?.z === list[to + 1]?.z) to++;
  const keys = spreadKeys(list[from - 1]?.z, list[to + 1]?.z, to - from + 1);
  list.slice(from, to + 1).forEach((element, i) => {
    const source = boardElements.source(element.id);
    const z = keys[i];
    if (source === undefined || z === undefined) return;
    for (const [key, value] of encodePatch(source, element, { z }).overrides)
      override(document, element.id, key, value);
    boardElements.refresh(element.id);
  });
}

import { type Element, type NewElement, fromPlain, toPlain } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import { copyOf } from './make.ts';

/** What marks copied elements among other text on the clipboard. */
const mark = 'gesso/elements';

/** Elements as text for the clipboard: readable JSON, so that they survive any way of being passed on. */
export const toClipboardText = (elements: readonly Element[]): string =>
  JSON.stringify({ type: mark, elements: elements.map(toPlain) });

/** Elements from clipboard text, or undefined when it holds something else. Single bad elements are left out. */
export const fromClipboardText = (text: string): NewElement[] | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, elements } = value as { type?: unknown; elements?: unknown };
  if (type !== mark || !Array.isArray(elements)) return undefined;
  return elements.flatMap((plain: unknown) => {
    try {
      return [fromPlain(plain)];
    } catch {
      return [];
    }
  });
};

/** Copies with ids of their own; bindings and frames that point outside the copied set are left behind by readers. */
export const copies = (elements: readonly Element[], by: Vec): NewElement[] =>
  elements.map((element) => copyOf(element, by));

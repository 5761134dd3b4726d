import { fromPlain, type NewElement } from '@gesso/crdt-schema';
import { mark } from './clipboard-text.ts';

/** What was on the clipboard: elements, and how many more there were that no board takes. */
export interface Copied {
  readonly elements: readonly NewElement[];
  readonly leftOut: number;
}

/** Elements from clipboard text, or undefined when it holds something else. Single bad elements are left out. */
export const fromClipboardText = (text: string): Copied | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, elements } = value as { type?: unknown; elements?: unknown };
  if (type !== mark || !Array.isArray(elements)) return undefined;
  const good = elements.flatMap((plain: unknown) => {
    try {
      return [fromPlain(plain)];
    } catch {
      return [];
    }
  });
  return { elements: good, leftOut: elements.length - good.length };
};

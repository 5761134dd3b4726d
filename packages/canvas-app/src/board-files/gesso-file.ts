import { type Element, toPlain } from '@gesso/crdt-schema';

/** What a `.gesso` file says it is. A later version of the format gets a new number; this one stays readable. */
export const fileType = 'gesso/board';
export const fileVersion = 1;

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
  const facts = { type: fileType, version: fileVersion, name, ...(board === undefined ? {} : { board }) };
  const list: string[] = [];
  for (const element of elements) {
    await pause();
    list.push(JSON.stringify(toPlain(element)));
  }
  const after = comments.length > 0 ? `,"comments":${JSON.stringify(comments)}` : '';
  return `${JSON.stringify(facts).slice(0, -1)},"elements":[${list.join(',')}]${after}}`;
}

import * as Y from 'yjs';

/** Letters of a shared text from `from` up to `to` and the attributes they have of those that were asked for. False: no more of them. */
export type VisitRun = (from: number, to: number, attributes: ReadonlyMap<string, unknown>) => boolean;

/** Yjs notes on a text that a format was ever put into it, and keeps that to itself. */
export const hasFormats = (text: Y.Text): boolean => (text as unknown as { _hasFormatting: boolean })._hasFormatting;

/**
 * Calls back for each run of letters that has one of the attributes `names`, in the order of the text. `toDelta` of Yjs copies all
 * attributes for each run, however many there are; this looks at each item once. Nothing is looked at where nothing was ever
 * formatted.
 */
export const forEachRun = (text: Y.Text, names: ReadonlySet<string>, visit: VisitRun): void => {
  if (!hasFormats(text)) return;
  const attributes = new Map<string, unknown>();
  let at = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (!names.has(content.key)) continue;
      if (content.value === null) attributes.delete(content.key);
      else attributes.set(content.key, content.value);
    } else if (item.countable) {
      if (attributes.size > 0 && !visit(at, at + item.length, attributes)) return;
      at += item.length;
    }
  }
};

/**
 * Keeps Yjs from tidying up formats after what others have written. It would write into the document in each reader, also of those
 * who may only look, and a server that relays would write too. Formats that do nothing stay; how many there may be is bounded.
 */
export const leaveFormats = (doc: Y.Doc): void => {
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false;
  });
};

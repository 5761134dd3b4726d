import { exportComments, fold, openBoard, relayLimits, wordsOf } from '@gesso/crdt-schema';
import { documentOf } from '../stores/compaction.ts';
import type { BoardText } from '../stores/repositories.ts';

/** A board as it is stored: see `Loaded`. */
export interface Stored {
  readonly parts: readonly Uint8Array[];
  readonly unchecked?: number | undefined;
}

/** The texts of a document one after the other: those of elements in painting order, then what is said in threads. */
function* textsIn(stored: Stored): Generator<string> {
  const doc = documentOf(stored.parts, stored.unchecked);
  for (const element of openBoard(doc).all()) for (const { text } of wordsOf(element)) yield text;
  for (const { entries } of exportComments(doc)) for (const { text } of entries) yield text;
}

/** The first so many characters of a text, on one line. */
const lineOf = (text: string, length: number): string =>
  text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** What is written on a board, as much of it as is kept. Takes as long as the board is large. */
export function boardText(stored: Stored): BoardText {
  const lines: string[] = [];
  const foldedLines: string[] = [];
  let left: number = relayLimits.boardTextLength;
  for (const text of textsIn(stored)) {
    let line = lineOf(text, left);
    let folded = fold(line);
    // One character may become eighteen: what does not fit is halved until it does.
    while (folded.length > left) {
      line = lineOf(line, line.length >> 1);
      folded = fold(line);
    }
    if (line === '') continue;
    lines.push(line);
    foldedLines.push(folded);
    left -= Math.max(line.length, folded.length) + 1;
    if (left <= 0) break;
  }
  return { text: lines.join('\n'), folded: foldedLines.join('\n') };
}

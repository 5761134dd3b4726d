import { collectMarks, type Marks, marksAt, type TextMarks } from '../elements/marks.ts';

/** What became of a text letter by letter while several people wrote it, told from where one of them stands. */

/** A letter that was there at any time: who wrote it, and whether others or the person deleted it. */
interface Letter {
  readonly letter: string;
  readonly isTheirs: boolean;
  gone: 'no' | 'theirs' | 'others';
  /** How it was marked as its whole text went. */
  marks?: Marks | undefined;
}

export interface TextStory {
  letters: Letter[];
  /** Who has written or deleted any of it: the person, others. */
  isTheirs: boolean;
  isOthers: boolean;
  /** The marks of the text, while it stands. */
  marks: TextMarks | undefined;
}

/** A part of a change, as Yjs tells it. */
export type Insert = { readonly insert?: unknown; readonly retain?: number; readonly delete?: number };

export const lettersOf = (text: string, isTheirs: boolean): Letter[] =>
  // By units: so does Yjs count.
  Array.from({ length: text.length }, (_, i) => ({ letter: text[i] ?? '', isTheirs, gone: 'no' }));

const textIn = (letters: readonly Letter[]): string => letters.map(({ letter }) => letter).join('');

/** How many letters two texts begin with alike. */
function sameStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

const backwards = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => text[text.length - 1 - i]).join('');

type Back = readonly (readonly [at: number, letter: Letter])[];

/** The letters of `gone` that come back with an insert, each with its place in that; found by what both begin and end with. */
function returning(gone: readonly Letter[], insert: string): Back {
  const text = textIn(gone);
  const paired = (from: number, at: number, length: number) =>
    gone.slice(from, from + length).map((letter, i) => [at + i, letter] as const);
  const from = text.indexOf(insert);
  if (from >= 0) return paired(from, 0, insert.length);
  const at = insert.indexOf(text);
  if (at >= 0) return paired(0, at, text.length);
  const start = sameStart(text, insert);
  const end = sameStart(backwards(text.slice(start)), backwards(insert.slice(start)));
  return [...paired(0, 0, start), ...paired(text.length - end, insert.length - end, end)];
}

/** Letters that others deleted in the change itself: what they put in their place may be these. */
type Fresh = ReadonlySet<Letter>;

/** Whether undo or a version may bring a letter back: what others did not mean to be gone. */
const mayReturn = (letter: Letter, fresh: Fresh): boolean =>
  !letter.isTheirs && (letter.gone === 'theirs' || fresh.has(letter));

/** The letters of `gone` that an insert brings back. Letters that undo or a version brings back are not new ones beside these. */
function broughtBack(gone: readonly Letter[], insert: string, isTheirs: boolean, fresh: Fresh) {
  const others = gone.filter((letter) => mayReturn(letter, fresh));
  const found = others.length > 0 ? returning(others, insert) : [];
  if (isTheirs || found.length > 0) return found;
  // All letters of a text that were taken back are the person's again once that is undone. One by one they may be anybody's.
  const known = gone.filter((letter) => letter.gone === 'others' || !letter.isTheirs);
  return known.length > 0 && textIn(known).includes(insert) ? returning(known, insert) : [];
}

/** Letters that are gone over to find a place among equal letters. */
const mostSteps = 64;

/**
 * Of letters like those beside them nobody sees which came back: brings back those that lie deleted further on. `beside`: from the place
 * of the insert on, in either direction. Returns whether there are.
 */
function slide(beside: readonly Letter[], insert: string): boolean {
  let text = insert;
  let at = 0;
  for (let step = 0; step < mostSteps; step++) {
    while (at < beside.length && beside[at]?.gone !== 'no') at++;
    const next = beside[at]?.letter;
    if (next === undefined || !text.startsWith(next)) return false;
    text = text.slice(1) + next;
    at++;
    const end = beside.findIndex(({ gone }, i) => i >= at && gone === 'no');
    const gone = beside.slice(at, end < 0 ? undefined : end).filter((letter) => mayReturn(letter, new Set()));
    const index = textIn(gone).indexOf(text);
    if (index < 0) continue;
    for (const letter of gone.slice(index, index + text.length)) letter.gone = 'no';
    return true;
  }
  return false;
}

/** Deleted letters with an insert among them: what comes back is there where it was, the rest is new. */
function inserted(gone: readonly Letter[], at: number, insert: string, isTheirs: boolean, back: Back): Letter[] {
  if (back.length === 0) return [...gone.slice(0, at), ...lettersOf(insert, isTheirs), ...gone.slice(at)];
  const next: Letter[] = [];
  let [from, come] = [0, 0];
  for (const [place, letter] of back) {
    const index = gone.indexOf(letter, from);
    for (const new_ of lettersOf(insert.slice(come, place), isTheirs)) next.push(new_);
    for (const before of gone.slice(from, index)) next.push(before);
    letter.gone = 'no';
    next.push(letter);
    [from, come] = [index + 1, place + 1];
  }
  return [...next, ...lettersOf(insert.slice(come), isTheirs), ...gone.slice(from)];
}

/** What is deleted in one place comes before what is put there. */
function deletionsFirst(delta: readonly Insert[]): readonly Insert[] {
  const sorted: Insert[] = [];
  for (const part of delta) {
    const last = sorted.at(-1);
    if (part.delete !== undefined && last?.insert !== undefined) sorted.splice(-1, 0, part);
    else sorted.push(part);
  }
  return sorted;
}

/** Follows a change of a text: what is deleted stays among the letters, where it was. */
export function follow(story: TextStory, delta: readonly Insert[], isTheirs: boolean): void {
  const next: Letter[] = [];
  const fresh = new Set<Letter>();
  let at = 0;
  /** Passes letters over until so many that are there have come. */
  const pass = (count: number, isDeletion: boolean) => {
    for (let left = count; left > 0 && at < story.letters.length; at++) {
      const letter = story.letters[at];
      if (letter === undefined) break;
      next.push(letter);
      if (letter.gone !== 'no') continue;
      if (isDeletion) letter.gone = isTheirs ? 'theirs' : 'others';
      if (isDeletion && !isTheirs) fresh.add(letter);
      left--;
    }
  };
  /** Takes the deleted letters on both sides of where one is. */
  const takeGone = (): readonly [gone: readonly Letter[], at: number] => {
    let from = next.length;
    while (from > 0 && next[from - 1]?.gone !== 'no') from--;
    const before = next.splice(from);
    const end = story.letters.findIndex(({ gone }, i) => i >= at && gone === 'no');
    const behind = story.letters.slice(at, end < 0 ? undefined : end);
    at += behind.length;
    return [[...before, ...behind], before.length];
  };
  const sorted = deletionsFirst(delta);
  const last = sorted.filter((part) => part.retain === undefined).at(-1);
  for (const part of sorted) {
    const { insert, retain, delete: deleted } = part;
    if (typeof insert === 'string') {
      const [gone, place] = takeGone();
      const back = broughtBack(gone, insert, isTheirs, fresh);
      const isElsewhere =
        back.length < insert.length &&
        (slide([...next].reverse(), backwards(insert)) || (part === last && slide(story.letters.slice(at), insert)));
      for (const letter of isElsewhere ? gone : inserted(gone, place, insert, isTheirs, back)) next.push(letter);
    } else if (deleted !== undefined) pass(deleted, true);
    else pass(retain ?? 0, false);
  }
  for (const letter of story.letters.slice(at)) next.push(letter);
  story.letters = next;
}

/** Follows what takes the place of the whole text: another, or none. */
export function followWhole(story: TextStory, text: string, isTheirs: boolean): void {
  const there = story.letters.filter(({ gone }) => gone === 'no');
  there.forEach((letter, i) => {
    letter.marks = marksAt(story.marks, i);
  });
  follow(story, [{ delete: there.length }, { insert: text }], isTheirs);
}

const lettersWithout = ({ letters }: TextStory): readonly Letter[] =>
  letters.filter(({ isTheirs, gone }) => !isTheirs && gone !== 'others');

/** The text without the person: none of their letters, and again what only they deleted. */
export const textWithout = (story: TextStory): string => textIn(lettersWithout(story));

/** The marks of that text as it was last, where it has gone as a whole. */
export function marksWithout(story: TextStory): TextMarks | undefined {
  const collected = collectMarks();
  lettersWithout(story).forEach(({ marks }, i) => {
    collected.add(i, i + 1, marks);
  });
  return collected.marks();
}

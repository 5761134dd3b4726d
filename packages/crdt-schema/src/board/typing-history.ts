import type { SharedText } from './shared-text.ts';
import { fitting, type Splice } from './text-splice.ts';

/** A letter that is or was in the text. One that is gone keeps its place, and comes back beside the same letters. */
interface Letter {
  readonly unit: string;
  gone: boolean;
}

/** What was done in one go. */
interface Step {
  readonly put: Set<Letter>;
  readonly taken: Set<Letter>;
  /** Where it ended, and when: what goes on from there is part of it. */
  end: number;
  time: number;
}

/** A pause after which typing is another step, ms. */
const pause = 500;

/** What became of a text: with a time, ms, the person typed it, which tells pauses; `joined` is part of what was typed before. */
export interface Logged {
  readonly splice: Splice;
  readonly time?: number;
  readonly joined?: boolean;
}

const lettersOf = (text: string): Letter[] => text.split('').map((unit) => ({ unit, gone: false }));

/** Letters before times letters after, up to which what stayed between several changes of others is looked for. */
const mostCompared = 250_000;

/**
 * What others did, in parts that leave alone what is still there: several changes that come at once look like one that takes away and
 * puts back what lies between them. By the longest common subsequence, whose table is as large as the two lengths.
 */
function partsOf({ at, remove, insert }: Splice, before: readonly string[]): readonly Splice[] {
  const width = insert.length + 1;
  if (remove === 0 || insert === '' || remove * insert.length > mostCompared) return [{ at, remove, insert }];
  const common = new Uint32Array((remove + 1) * width);
  const of = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = remove - 1; i >= 0; i--)
    for (let j = insert.length - 1; j >= 0; j--)
      common[i * width + j] = before[i] === insert[j] ? of(i + 1, j + 1) + 1 : Math.max(of(i + 1, j), of(i, j + 1));
  const parts: Splice[] = [];
  let [i, j, place] = [0, 0, at];
  let part = { at: place, remove: 0, insert: '' };
  const close = (): void => {
    if (part.remove > 0 || part.insert !== '') parts.push(part);
    part = { at: place, remove: 0, insert: '' };
  };
  while (i < remove || j < insert.length) {
    if (i < remove && j < insert.length && before[i] === insert[j]) {
      close();
      place += 1;
      part.at = place;
      i += 1;
      j += 1;
    } else if (j >= insert.length || (i < remove && of(i + 1, j) >= of(i, j + 1))) {
      part.remove += 1;
      i += 1;
    } else {
      part.insert += insert[j];
      place += 1;
      j += 1;
    }
  }
  close();
  return parts;
}

/** Carries out a splice on letters; gives those it took and those it put in. */
const carryOut = (letters: Letter[], { at, remove, insert }: Splice): readonly [Letter[], Letter[]] => {
  let seen = 0;
  const found = letters.findIndex(({ gone }) => !gone && seen++ === at);
  const place = found < 0 ? letters.length : found;
  const taken: Letter[] = [];
  for (let i = place; taken.length < remove && i < letters.length; i++) {
    const letter = letters[i];
    if (letter === undefined || letter.gone) continue;
    letter.gone = true;
    taken.push(letter);
  }
  const put = lettersOf(insert);
  letters.splice(place, 0, ...put);
  return [taken, put];
};

/** Whether it is typed on, or deleted on, from where a step ended, and within a word. */
const goesOn = (step: Step, { at, remove, insert }: Splice, time: number): boolean => {
  if (time - step.time >= pause) return false;
  if (insert === '') return step.put.size === 0 && (at === step.end || at + remove === step.end);
  const last = [...step.put].at(-1)?.unit ?? '';
  return remove === 0 && at === step.end && last !== '' && !(/^\s/.test(insert) && /\S/.test(last));
};

/** Turns a step over; gives the splices that do the same to the text, and the step that turns it over again. */
const turnOver = (letters: readonly Letter[], { put, taken }: Step): readonly [Splice[], Step] => {
  const back: Step = { put: new Set(), taken: new Set(), end: -1, time: 0 };
  const splices: Splice[] = [];
  let at = 0;
  let run = { at, remove: 0, insert: '' };
  for (const letter of letters) {
    const goes = put.has(letter) && !letter.gone;
    const comes = taken.has(letter) && letter.gone;
    if (goes || comes) {
      if (run.remove + run.insert.length === 0) splices.push(run);
      if (goes) run.remove += 1;
      else run.insert += letter.unit;
      (goes ? back.taken : back.put).add(letter);
      letter.gone = goes;
    }
    if (letter.gone) continue;
    at += 1;
    if (!comes) run = { at, remove: 0, insert: '' };
  }
  return [splices, back];
};

/** Knows what one person has typed into a text, and may take back no matter what others do to it meanwhile. */
const historyOf = (text: string) => {
  const letters = lettersOf(text);
  const done: Step[] = [];
  let undone: Step[] = [];

  return {
    typed(splice: Splice, time: number, joined: boolean): void {
      const last = done.at(-1);
      const step =
        last !== undefined && (joined || goesOn(last, splice, time))
          ? last
          : { put: new Set<Letter>(), taken: new Set<Letter>(), end: 0, time };
      const [taken, put] = carryOut(letters, splice);
      // What it has put in itself is as if it had never been.
      for (const letter of taken) if (!step.put.delete(letter)) step.taken.add(letter);
      for (const letter of put) step.put.add(letter);
      step.end = splice.at + splice.insert.length;
      step.time = time;
      if (step !== last) done.push(step);
      undone = [];
    },
    others(splice: Splice): void {
      const shown =
        splice.remove === 0 ? [] : letters.filter(({ gone }) => !gone).slice(splice.at, splice.at + splice.remove);
      for (const part of partsOf(
        splice,
        shown.map(({ unit }) => unit),
      )) {
        carryOut(letters, part);
        const last = done.at(-1);
        if (last !== undefined && part.at < last.end) last.end += part.insert.length - part.remove;
      }
    },
    /** Takes back, or repeats, one step: gives the changes one after the other; undefined when nothing is left that can be seen. */
    step(what: 'undo' | 'redo'): readonly Splice[] | undefined {
      const [from, to] = what === 'undo' ? [done, undone] : [undone, done];
      for (let step = from.pop(); step !== undefined; step = from.pop()) {
        const [splices, back] = turnOver(letters, step);
        if (splices.length === 0) continue;
        to.push(back);
        // What was typed before is not typed on.
        const last = from.at(-1);
        if (last !== undefined) last.end = -1;
        return splices;
      }
      return undefined;
    },
  };
};

/**
 * Takes back and repeats what was typed into a text that read like `first`; `log` has what became of it since, and is emptied. Returns
 * whether there was anything.
 */
export const openTypingHistory = (text: SharedText, first: string, log: Logged[]) => {
  const history = historyOf(first);
  return (what: 'undo' | 'redo'): boolean => {
    for (const { splice, time, joined = false } of log.splice(0)) {
      if (time === undefined) history.others(splice);
      else history.typed(splice, time, joined);
    }
    const splices = history.step(what);
    let caret = 0;
    for (const splice of splices ?? []) {
      const [fits, left] = fitting(text.known(), splice);
      text.write(fits);
      text.toBeTold(fits);
      caret = fits.at + fits.insert.length;
      // Others have filled the text meanwhile: what has no room any more is gone for good.
      if (left > 0) history.others({ at: caret, remove: left, insert: '' });
    }
    text.show(caret);
    return splices !== undefined;
  };
};

export type OpenHistory = typeof openTypingHistory;

import { type NewElement, newElementId } from '@gesso/crdt-schema';
import { newTally, type Read, refusal, type Tally } from '../format.ts';
import { importLimits } from '../limits.ts';
import { makeElement } from '../make-element.ts';
import { lettersWide, readText } from '../read-text.ts';
import { type Thought, thoughtsOf } from './markdown-tree.ts';

/** Board units of the boxes of a mind map, and of the room between them. */
const box = { least: 100, most: 260, letter: 9.5, line: 26, padding: 28 };
const between = { columns: 90, rows: 18 };
const colors = ['#e8f0fe', '#e6f4ea', '#fef7e0', '#fce8e6', '#f3e8fd', '#e4f7fb'];

const sizeOf = ({ text }: Thought) => {
  const wide = lettersWide(text) * box.letter + box.padding;
  const width = Math.min(box.most, Math.max(box.least, wide));
  return { width, height: Math.ceil(wide / width) * box.line + 18 };
};

interface Laid {
  readonly id: string;
  readonly height: number;
}

/** Lays a thought and all that belongs to it from `x`, `y` on: its children to the right of it, it in their middle. */
function lay(
  thought: Thought,
  at: { x: number; y: number; depth: number; branch: number },
  out: NewElement[],
  tally: Tally,
): Laid {
  const { width, height } = sizeOf(thought);
  const x = at.x + box.most + between.columns;
  const ids: string[] = [];
  let tall = 0;
  thought.children.forEach((child, i) => {
    const branch = at.depth === 0 ? i : at.branch;
    const laid = lay(child, { x, y: at.y + tall, depth: at.depth + 1, branch }, out, tally);
    ids.push(laid.id);
    tall += laid.height + between.rows;
  });
  const whole = Math.max(height, tall - between.rows);
  const id = newElementId();
  const made = makeElement(
    {
      ...{ id, kind: 'rect', x: at.x, y: at.y + (whole - height) / 2, width, height },
      ...{ radius: 12, font: 'sans', size: 18, text: thought.text, marks: thought.marks },
      ...{ fill: at.depth === 0 ? '#ffffff' : (colors[at.branch % colors.length] ?? 'none') },
      ...(at.depth === 0 ? { strokeWidth: 4 } : {}),
    },
    tally,
  );
  if (made !== undefined) out.push(made);
  for (const child of ids) {
    const tie = {
      ...{
        kind: 'line',
        x: at.x + width,
        y: at.y,
        points: [
          [0, 0],
          [between.columns, 0],
        ],
        route: 'elbow',
        color: '#8a8d93',
      },
      ...{ start: { element: id, at: [1, 0.5] }, end: { element: child, at: [0, 0.5] } },
    };
    const line = made && makeElement(tie, tally);
    if (line !== undefined) out.push(line);
  }
  return { id, height: whole };
}

const noteSide = 200;
const noteGap = 24;

/** Thoughts that nothing belongs to, as notes in rows that make about a square. */
const notes = (thoughts: readonly Thought[], tally: Tally): readonly NewElement[] => {
  const wide = Math.ceil(Math.sqrt(thoughts.length * 1.5));
  return thoughts.flatMap(({ text, marks }, i) => {
    const [x, y] = [(i % wide) * (noteSide + noteGap), Math.floor(i / wide) * (noteSide + noteGap)];
    return makeElement({ kind: 'sticky', x, y, text, marks, font: 'sans' }, tally) ?? [];
  });
};

const countOf = (thoughts: readonly Thought[]): number =>
  thoughts.reduce((sum, { children }) => sum + 1 + countOf(children), 0);

/** Headings and lists of Markdown as mind maps, one below another; a plain list as notes. Format: https://spec.commonmark.org, of it blocks that nest. */
export const readMarkdown: Read = async (bytes, pause) => {
  const tally = newTally();
  const thoughts = thoughtsOf(readText(bytes), tally);
  if (countOf(thoughts) > importLimits.things / 10) throw refusal('tooMany');
  await pause();
  const isFlat = thoughts.every(({ children }) => children.length === 0);
  const elements: NewElement[] = [];
  if (isFlat) elements.push(...notes(thoughts, tally));
  else {
    let y = 0;
    for (const thought of thoughts) {
      await pause();
      y += lay(thought, { x: 0, y, depth: 0, branch: 0 }, elements, tally).height + 4 * between.rows;
    }
  }
  return { elements, report: tally.report(elements) };
};

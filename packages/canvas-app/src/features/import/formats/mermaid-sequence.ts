import type { NewElement } from '@gesso/crdt-schema';
import type { Tally } from '../format.ts';
import { makeElement } from '../make-element.ts';
import { linesOf } from '../mermaid-text.ts';
import { lettersWide } from '../read-text.ts';
import { chosen } from '../values.ts';
import { wordsOf } from './mermaid-flow.ts';
import { sizeFor } from './mermaid-flow-elements.ts';

/** Sequence diagrams of Mermaid, https://mermaid.js.org/syntax/sequenceDiagram.html: who speaks, messages, notes, blocks. */

type Step =
  | {
      readonly is: 'message';
      readonly from: string;
      readonly to: string;
      readonly arrow: string;
      readonly text: string;
    }
  | { readonly is: 'note'; readonly over: readonly string[]; readonly side: string; readonly text: string }
  | { readonly is: 'block' | 'part'; readonly text: string }
  | { readonly is: 'end' };

export interface Sequence {
  /** What each is called, by its name in the text. */
  readonly people: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
  readonly unread: number;
}

const name = /^[^:+<>,]+$/;
const arrow = /(?:<<)?--?(?:>>|>|x|\))/;

/** A message: the first arrow of a line, whom it goes from and to, and behind a colon what is said. */
function messageIn(line: string): Extract<Step, { is: 'message' }> | undefined {
  const found = arrow.exec(line);
  if (found === null) return undefined;
  const rest = line.slice(found.index + found[0].length);
  const colon = rest.indexOf(':');
  const from = line.slice(0, found.index).trim();
  const to = (colon < 0 ? rest : rest.slice(0, colon)).trim().replace(/^[+-]\s*/, '');
  if (!name.test(from) || !name.test(to)) return undefined;
  return { is: 'message', from, to, arrow: found[0], text: colon < 0 ? '' : wordsOf(rest.slice(colon + 1)) };
}

/** A note, beside one or over one or two. */
function noteIn(line: string): Extract<Step, { is: 'note' }> | undefined {
  const [, side = '', names = '', text = ''] =
    /^note\s+(left of|right of|over)\s+([^\s:][^:]*):(.*)$/i.exec(line) ?? [];
  const over = names.split(',').map((one) => one.trim());
  if (over.length > 2 || !over.every((one) => name.test(one))) return undefined;
  return { is: 'note', side: side.toLowerCase(), over, text: wordsOf(text) };
}

/** Who is named in a line, and what they are called. */
function personIn(line: string): readonly [string, string] | undefined {
  const [, said] = /^(?:create\s+)?(?:participant|actor)\s+(\S.*)$/.exec(line) ?? [];
  if (said === undefined) return undefined;
  const as = /\sas\s/.exec(said);
  return as === null
    ? [said, wordsOf(said)]
    : [said.slice(0, as.index).trim(), wordsOf(said.slice(as.index + as[0].length))];
}

const ignored = /^(?:autonumber|activate|deactivate|create|destroy|link|links|title|accTitle|accDescr|box)\b/;

export function readSequence(source: string): Sequence {
  const people = new Map<string, string>();
  const steps: Step[] = [];
  const open: string[] = [];
  let unread = 0;
  const person = (id: string): void => {
    if (!people.has(id)) people.set(id, id);
  };
  for (const line of linesOf(source)
    .slice(1)
    .map((one) => one.slice(0, 2_000).trim())) {
    if (line === '' || line.startsWith('%%') || line.startsWith('```')) continue;
    const named = personIn(line);
    const said = messageIn(line);
    const noted = noteIn(line);
    const block = /^(loop|alt|opt|par|critical|break|rect)\b\s*(.*)$/.exec(line);
    const part = /^(else|and|option)\b\s*(.*)$/.exec(line);
    if (named) people.set(...named);
    else if (noted) {
      noted.over.forEach(person);
      steps.push(noted);
    } else if (block && open.length < 16) {
      open.push('block');
      steps.push({ is: 'block', text: block[1] === 'rect' ? '' : `${block[1]} ${wordsOf(block[2] ?? '')}`.trim() });
    } else if (part) steps.push({ is: 'part', text: wordsOf(part[2] ?? '') });
    else if (line === 'end') {
      if (open.pop() === 'block') steps.push({ is: 'end' });
    } else if (said) {
      person(said.from);
      person(said.to);
      steps.push(said);
    } else if (line.startsWith('box')) open.push('box');
    else if (!ignored.test(line)) unread += 1;
  }
  return { people, steps, unread };
}

/** Board units: between columns at least, and what each step is high. */
const column = 190;
const high = { message: 56, note: 30, block: 44 };

/** The middles of all columns, wide enough for what is said between two that stand side by side. */
function columnsOf({ people, steps }: Sequence): ReadonlyMap<string, number> {
  const names = [...people.keys()];
  const rank = new Map(names.map((id, i) => [id, i]));
  const gaps = names.map((id, i) => {
    const [own, next] = [id, names[i + 1] ?? id].map((one) => sizeFor(people.get(one) ?? '', 'rect').w);
    return Math.max(column, ((own ?? 0) + (next ?? 0)) / 2 + 30);
  });
  for (const step of steps) {
    if (step.is !== 'message') continue;
    const [a, b] = [rank.get(step.from) ?? 0, rank.get(step.to) ?? 0].sort((x, y) => x - y) as [number, number];
    const wide = Math.max(...step.text.split('\n').map(lettersWide)) * 9.5 + 50;
    const share = wide / Math.max(1, b - a);
    for (let i = a; i < Math.max(b, a + 1) && b - a < 20; i += 1)
      gaps[i] = Math.min(640, Math.max(gaps[i] ?? 0, share));
  }
  let x = 0;
  return new Map(
    names.map((id, i) => {
      const at = x;
      x += gaps[i] ?? column;
      return [id, at];
    }),
  );
}

const heads: Readonly<Record<string, string>> = { '>>': 'triangle', '>': 'none', x: 'bar', ')': 'arrow' };

type Put = (plain: Readonly<Record<string, unknown>>) => void;
type Columns = ReadonlyMap<string, number>;

/** Puts a message below `top`. Returns how high it is. */
function said(one: Extract<Step, { is: 'message' }>, columns: Columns, top: number, put: Put): number {
  const y = top + high.message + (one.text.split('\n').length - 1) * 22;
  const [a, b] = [columns.get(one.from) ?? 0, columns.get(one.to) ?? 0];
  const isSelf = a === b;
  const points = isSelf
    ? [
        [0, 0],
        [70, 0],
        [70, 34],
        [0, 34],
      ]
    : [
        [0, 0],
        [b - a, 0],
      ];
  const end = heads[/(?:>>|>|x|\))$/.exec(one.arrow)?.[0] ?? ''] ?? 'none';
  const dash = one.arrow.includes('--') ? 'dashed' : 'solid';
  const start = one.arrow.startsWith('<<') ? 'triangle' : 'none';
  const kind = end === 'none' ? 'line' : 'arrow';
  put({ kind, x: a, y, points, heads: [start, end], dash, text: one.text, size: 16 });
  return y - top + (isSelf ? 34 : 0);
}

/** Puts a note below `top`. Returns how high it is. */
function noted(one: Extract<Step, { is: 'note' }>, columns: Columns, top: number, put: Put): number {
  const at = one.over.map((id) => columns.get(id) ?? 0);
  const size = sizeFor(one.text, 'rect');
  const [from, to] = [Math.min(...at), Math.max(...at)];
  const width = Math.max(size.w, to - from + 60);
  const beside = { over: (from + to) / 2, 'left of': from - width / 2 - 14, 'right of': to + width / 2 + 14 };
  const middle = chosen(beside, one.side) ?? beside.over;
  const look = { fill: '#fff3bf', color: '#b9a978', text: one.text, size: 16 };
  put({ kind: 'rect', x: middle - width / 2, y: top + high.note, width, height: size.h, ...look });
  return high.note + size.h;
}

/** Paints steps from the top down. */
function painter(columns: Columns, tally: Tally) {
  const elements: NewElement[] = [];
  const blocks: { text: string; top: number; depth: number; parts: { y: number; text: string }[] }[] = [];
  const all = [...columns.values()];
  const [left, right] = [Math.min(0, ...all), Math.max(0, ...all)];
  const put = (plain: Readonly<Record<string, unknown>>) =>
    elements.push(...[makeElement({ font: 'sans', ...plain }, tally) ?? []].flat());
  let y = 0;
  const close = ({ text, top, depth, parts }: (typeof blocks)[number]) => {
    const [x, width] = [left - 110 + depth * 14, right - left + 220 - depth * 28];
    put({
      kind: 'rect',
      x,
      y: top,
      width,
      height: y - top,
      dash: 'dashed',
      color: '#7a7d84',
      text,
      align: 'left',
      valign: 'top',
      size: 15,
    });
    for (const one of parts) {
      put({
        kind: 'line',
        x,
        y: one.y,
        points: [
          [0, 0],
          [width, 0],
        ],
        dash: 'dashed',
        color: '#7a7d84',
      });
      if (one.text !== '') put({ kind: 'text', x: x + 10, y: one.y + 4, text: one.text, size: 15, color: '#7a7d84' });
    }
    y += 16;
  };
  const step = (one: Step) => {
    if (one.is === 'message') y += said(one, columns, y, put);
    else if (one.is === 'note') y += noted(one, columns, y, put);
    else if (one.is === 'block') {
      y += 24;
      blocks.push({ text: one.text, top: y, depth: blocks.length, parts: [] });
      y += high.block - 24;
    } else if (one.is === 'part') {
      y += 20;
      blocks.at(-1)?.parts.push({ y, text: one.text });
      y += 20;
    } else {
      y += 24;
      const block = blocks.pop();
      if (block !== undefined) close(block);
    }
  };
  return {
    elements,
    step,
    /** Closes what is open. Returns where the diagram ends. */
    end: (): number => {
      for (let block = blocks.pop(); block !== undefined; block = blocks.pop()) close(block);
      return y;
    },
  };
}

/** A sequence diagram as elements: lifelines, then what is said, then who says it, above and below. */
export function sequenceElements(sequence: Sequence, tally: Tally): readonly NewElement[] {
  const columns = columnsOf(sequence);
  const { elements, step, end } = painter(columns, tally);
  sequence.steps.forEach(step);
  const bottom = end() + 40;
  const lines: NewElement[] = [];
  const names: NewElement[] = [];
  for (const [id, text] of sequence.people) {
    const x = columns.get(id) ?? 0;
    const { w, h } = sizeFor(text, 'rect');
    const line = {
      kind: 'line',
      x,
      y: 0,
      points: [
        [0, 0],
        [0, bottom],
      ],
      dash: 'dashed',
      color: '#7a7d84',
    };
    lines.push(...[makeElement(line, tally) ?? []].flat());
    for (const y of [-h, bottom]) {
      const box = {
        kind: 'rect',
        x: x - w / 2,
        y,
        width: w,
        height: h,
        fill: '#e8f0fe',
        text,
        font: 'sans',
        size: 18,
        radius: 6,
      };
      names.push(...[makeElement(box, tally) ?? []].flat());
    }
  }
  return [...lines, ...elements, ...names];
}

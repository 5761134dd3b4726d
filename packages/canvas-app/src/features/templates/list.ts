import { newElementId } from '@gesso/crdt-schema';
import { say } from '../../words/later.ts';
import { type Made, notes, type Piece } from './make.ts';

const heading = (text: string, x: number, y: number, width: number): Piece => ({
  ...{ kind: 'rect', x, y, width, height: 52, text, font: 'sans', size: 22, strokeWidth: 0 },
});

const area = (x: number, y: number, width: number, height: number, fill: string): Piece => ({
  ...{ kind: 'rect', x, y, width, height, fill, strokeWidth: 0, radius: 12 },
});

const note = (text: string, x: number, y: number, color: string): Piece => ({
  ...{ kind: 'sticky', x, y, width: 160, height: 120, text, color, font: 'sans', size: 18 },
});

/** Columns with a heading and notes in each. */
function columns(
  name: string,
  titles: readonly string[],
  cards: readonly (readonly [string, number])[],
  colors: readonly string[],
): Made {
  const [wide, high, gap] = [380, 640, 20];
  const pieces = titles.flatMap((title, i): readonly Piece[] => {
    const x = gap + i * (wide + gap);
    const here = cards.filter(([, column]) => column === i);
    return [
      area(x, gap, wide, high, '#f1f3f5'),
      heading(title, x, gap + 8, wide),
      ...here.map(([text], n) =>
        note(text, x + 20 + (n % 2) * 180, gap + 76 + Math.floor(n / 2) * 140, colors[i] ?? notes.yellow),
      ),
    ];
  });
  return { name, w: titles.length * (wide + gap) + gap, h: high + 2 * gap, pieces };
}

const kanban = (): Made => {
  const card = say('templates.task');
  const titles = [say('templates.todo'), say('templates.doing'), say('templates.done')];
  const cards = [
    [card, 0],
    [card, 0],
    [card, 0],
    [card, 1],
    [card, 2],
  ] as const;
  return columns(say('templates.names.kanban'), titles, cards, [notes.yellow, notes.blue, notes.green]);
};

const retrospective = (): Made => {
  const titles = [say('templates.well'), say('templates.badly'), say('templates.change')];
  const cards = [
    ['', 0],
    ['', 0],
    ['', 1],
    ['', 1],
    ['', 2],
    ['', 2],
  ] as const;
  return columns(say('templates.names.retrospective'), titles, cards, [notes.green, notes.red, notes.blue]);
};

const brainstorm = (): Made => {
  const colors = Object.values(notes);
  const ring = Array.from({ length: 10 }, (_, i): Piece => {
    const angle = (i / 10) * 2 * Math.PI - Math.PI / 2;
    const [x, y] = [560 + 450 * Math.cos(angle) - 80, 390 + 300 * Math.sin(angle) - 60];
    return note(say('templates.idea'), Math.round(x), Math.round(y), colors[i % colors.length] ?? notes.yellow);
  });
  const question = {
    ...{ kind: 'ellipse', x: 380, y: 300, width: 360, height: 180, fill: '#ffffff', strokeWidth: 4 },
    ...{ text: say('templates.question'), font: 'sans', size: 26 },
  };
  return { name: say('templates.names.brainstorm'), w: 1_120, h: 780, pieces: [question, ...ring] };
};

const journey = (): Made => {
  const phases = (['learns', 'decides', 'uses', 'returns'] as const).map((phase) => say(`templates.${phase}`));
  const rows = (['does', 'feels', 'improve'] as const).map((row) => say(`templates.${row}`));
  const empty = phases.map(() => '');
  const table = {
    ...{ kind: 'table', x: 24, y: 24, font: 'sans', size: 18 },
    cells: [['', ...phases], ...rows.map((row) => [row, ...empty])],
    rows: [{ height: 56 }, ...rows.map(() => ({ height: 160 }))],
    columns: [{ width: 150 }, ...phases.map(() => ({ width: 230 }))],
  };
  return { name: say('templates.names.journey'), w: 1_118, h: 584, pieces: [table] };
};

/** The days of a week by their names, Monday first. */
function days(): readonly string[] {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || 'en', { weekday: 'long', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, i) => format.format(Date.UTC(2024, 0, 1 + i)));
}

const week = (): Made => {
  const names = days();
  const table = {
    ...{ kind: 'table', x: 24, y: 176, font: 'sans', size: 18, cells: [names, names.map(() => '')] },
    ...{ rows: [{ height: 52 }, { height: 420 }], columns: names.map(() => ({ width: 180 })) },
  };
  const goals = {
    ...{ kind: 'rect', x: 24, y: 24, width: 1_260, height: 128, fill: '#fff3bf', strokeWidth: 0, radius: 12 },
    ...{ text: say('templates.goals'), font: 'sans', size: 22, valign: 'top' },
  };
  return { name: say('templates.names.week'), w: 1_308, h: 672, pieces: [goals, table] };
};

const mindMap = (): Made => {
  const root = newElementId();
  const branches = Array.from({ length: 6 }, (_, i) => {
    const id = newElementId();
    const [isLeft, row] = [i % 2 === 1, Math.floor(i / 2)];
    const [x, y] = [isLeft ? 60 : 840, 70 + row * 220];
    const fill = Object.values(notes)[i % 5];
    const box = {
      id,
      kind: 'rect',
      x,
      y,
      width: 220,
      height: 80,
      radius: 20,
      fill,
      text: say('templates.branch'),
      font: 'sans',
    };
    const line = {
      ...{
        kind: 'line',
        x: 560,
        y: 330,
        points: [
          [0, 0],
          [x + 110 - 560, y + 40 - 330],
        ],
        strokeWidth: 3,
      },
      ...{ start: { element: root, at: [0.5, 0.5] }, end: { element: id, at: [0.5, 0.5] } },
    };
    return [box, line] as const;
  });
  const topic = {
    ...{ id: root, kind: 'ellipse', x: 410, y: 250, width: 300, height: 160, fill: '#ffffff', strokeWidth: 4 },
    ...{ text: say('templates.topic'), font: 'sans', size: 28 },
  };
  const boxes = branches.map(([box]) => box);
  const lines = branches.map(([, line]) => line);
  return { name: say('templates.names.mindMap'), w: 1_120, h: 660, pieces: [topic, ...boxes, ...lines] };
};

/** Every template by its name, in the order in which they are offered. */
export const templates = { kanban, retrospective, brainstorm, journey, week, mindMap } as const;

export type TemplateName = keyof typeof templates;

export const templateNames = Object.keys(templates) as readonly TemplateName[];

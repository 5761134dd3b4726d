import { type Color, cellName, type TableElement } from '@gesso/crdt-schema';
import { roundedPath, topPath } from '../forms/rect.ts';
import { containsPoint, expand } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D, Theme } from '../paint.ts';
import { mix } from '../style/contrast.ts';
import { grounds } from '../style/palette.ts';
import { colorOn, labelOn } from '../style/theme-colors.ts';
import { cached } from './cache.ts';
import { type GridLayout, gridLayout, tableBox } from './grid-layout.ts';
import { resizeGrown } from './grown-box.ts';
import type { Kind } from './kind.ts';
import { paintText } from './paint-text.ts';

const corner = 6;

/** How much of the ink is in the lines between cells, in the line around, below the header, and in the ground of the header. */
const shares = { line: 0.2, edge: 0.38, rule: 0.7, header: 0.07 } as const;
/** Board units. */
const widths = { line: 1, edge: 1.5, rule: 2 } as const;

/** What the texts stand on. */
const paperOf = ({ fill }: TableElement, theme: Theme): Color =>
  fill === 'none' ? grounds[theme] : colorOn(fill, theme);

const inksOf = cached((table: TableElement) => labelOn(table.color, (theme) => paperOf(table, theme)));

const paintLines = (g: Paint2D, { xs, ys }: GridLayout, { x, y, w, h }: Box) => {
  g.beginPath();
  for (const at of xs.slice(1, -1)) {
    g.moveTo(x + at, y);
    g.lineTo(x + at, y + h);
  }
  for (const at of ys.slice(1, -1)) {
    g.moveTo(x, y + at);
    g.lineTo(x + w, y + at);
  }
  g.stroke();
};

const paintGrid = (g: Paint2D, table: TableElement, theme: Theme) => {
  const box = tableBox(table);
  const layout = gridLayout(table);
  const paper = paperOf(table, theme);
  const ink = inksOf(table)[theme];
  const radius = Math.min(corner, box.w / 4, box.h / 4);
  const head = layout.ys[1] ?? 0;
  const hasHead = table.header && layout.ys.length > 2 && head > radius;
  g.fillStyle = paper;
  if (table.fill !== 'none') {
    g.beginPath();
    roundedPath(g, box, radius);
    g.fill();
  }
  if (hasHead) {
    g.fillStyle = mix(paper, ink, shares.header);
    g.beginPath();
    topPath(g, box, head, radius);
    g.fill();
  }
  g.strokeStyle = mix(paper, ink, shares.line);
  g.lineWidth = widths.line;
  paintLines(g, layout, box);
  if (hasHead) {
    g.strokeStyle = mix(paper, ink, shares.rule);
    g.lineWidth = widths.rule;
    g.beginPath();
    g.moveTo(box.x, box.y + head);
    g.lineTo(box.x + box.w, box.y + head);
    g.stroke();
  }
  g.strokeStyle = mix(paper, ink, shares.edge);
  g.lineWidth = widths.edge;
  g.beginPath();
  roundedPath(g, box, radius);
  g.stroke();
};

const paintTexts = (g: Paint2D, table: TableElement, look: Look) => {
  const box = tableBox(table);
  const ink = inksOf(table)[look.theme];
  const alpha = g.globalAlpha;
  g.translate(box.x, box.y);
  gridLayout(table).texts.forEach((row, i) => {
    row.forEach((text, j) => {
      if (text === undefined || look.withoutText === cellName(table.rows[i]?.id ?? '', table.columns[j]?.id ?? ''))
        return;
      paintText(g, text, ink, look);
      g.globalAlpha = alpha;
    });
  });
};

export const table: Kind<'table'> = {
  box: tableBox,
  bounds: (element) => expand(tableBox(element), widths.edge + gridLayout(element).over),
  hit: (element, at, slack) => containsPoint(expand(tableBox(element), slack), at),
  paint(g, element, look) {
    paintGrid(g, element, look.theme);
    paintTexts(g, element, look);
  },
  texts: (element) => gridLayout(element).texts.flatMap((row) => row.flatMap((text) => text ?? [])),
  textInk: (table, theme) => inksOf(table)[theme],
  resize: (element, to) => resizeGrown(element, tableBox(element), to),
  keepsRatio: false,
};

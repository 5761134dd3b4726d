import { type NewElement, newElementId } from '@gesso/crdt-schema';
import type { Tally } from '../format.ts';
import { makeElement } from '../make-element.ts';
import { lettersWide } from '../read-text.ts';
import { chosen } from '../values.ts';
import { type Edge, type Laid, layered } from './layered.ts';
import { type LinkWay, linkWays } from './link-ways.ts';
import type { Flow, FlowLink, FlowNode } from './mermaid-flow.ts';
import { paintOf } from './svg-style.ts';

/** Board units of letters, and of the room around them. */
const letter = { wide: 10.5, high: 27 };
const room = { node: { x: 44, y: 34 }, group: 30, title: 34 };

/** Forms whose corners leave less room for words. */
const narrow: Readonly<Record<string, number>> = {
  diamond: 1.7,
  ellipse: 1.35,
  hexagon: 1.25,
  parallelogram: 1.3,
  cylinder: 1.1,
};

/** How large a node is for its words. */
export function sizeFor(text: string, form: string): { w: number; h: number } {
  const lines = text.split('\n');
  const share = chosen(narrow, form) ?? 1;
  const w = Math.min(520, Math.max(...lines.map(lettersWide)) * letter.wide + room.node.x);
  const h = lines.length * letter.high + room.node.y;
  const size = { w: Math.ceil(Math.max(80, w) * share), h: Math.ceil(h * (share > 1.2 ? share : 1)) };
  return form === 'ellipse' ? { w: Math.max(size.w, size.h), h: Math.max(size.h, size.w / 2) } : size;
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Boxes of nodes and subgraphs: a subgraph is laid out by itself, and stands as one thing where it is. */
function boxesOf({ nodes, subgraphs, links, direction }: Flow): ReadonlyMap<string, Box> {
  const boxes = new Map<string, Box>();
  const isAcross = ['LR', 'RL'].includes(direction);
  const parentOf = (id: string): string | undefined => (nodes.get(id) ?? subgraphs.get(id))?.within;
  /** What stands for a thing directly within a subgraph. */
  const standing = (id: string, within: string | undefined): string | undefined => {
    let one: string | undefined = id;
    for (let i = 0; one !== undefined && i < 20; i += 1) {
      const parent = parentOf(one);
      if (parent === within) return one;
      one = parent;
    }
    return undefined;
  };
  const inner = new Map<string | undefined, string[]>();
  for (const { id, within } of [...nodes.values(), ...subgraphs.values()])
    inner.set(within, [...(inner.get(within) ?? []), id]);
  const laidOut = (within: string | undefined): Laid => {
    const things = (inner.get(within) ?? []).map((id) => {
      const node = nodes.get(id);
      if (node !== undefined) return { id, ...sizeFor(node.text, node.form) };
      const laid = laidOut(id);
      const title = lettersWide(subgraphs.get(id)?.title ?? '') * letter.wide;
      return { id, w: Math.max(laid.w, title) + 2 * room.group, h: laid.h + 2 * room.group + room.title };
    });
    const edges = links.flatMap(({ from, to }): readonly Edge[] => {
      const [a, b] = [standing(from, within), standing(to, within)];
      return a === undefined || b === undefined || a === b ? [] : [[a, b]];
    });
    const laid = layered(things, edges, isAcross);
    for (const { id, w, h } of things) {
      const place = laid.places.get(id) ?? { x: 0, y: 0 };
      const x = direction === 'RL' ? laid.w - place.x - w : place.x;
      const y = direction === 'BT' ? laid.h - place.y - h : place.y;
      boxes.set(id, { x, y, w, h });
    }
    return laid;
  };
  laidOut(undefined);
  // From places within what holds them to places on the board, outer ones first.
  const placed = new Map<string, Box>();
  const onBoard = (id: string): Box => {
    const known = placed.get(id);
    if (known !== undefined) return known;
    const box = boxes.get(id) ?? { x: 0, y: 0, w: 0, h: 0 };
    const parent = parentOf(id);
    const outer = parent === undefined ? undefined : onBoard(parent);
    const at =
      outer === undefined
        ? box
        : { ...box, x: outer.x + room.group + box.x, y: outer.y + room.group + room.title + box.y };
    placed.set(id, at);
    return at;
  };
  for (const id of boxes.keys()) onBoard(id);
  return placed;
}

const colorOf = (value: string | undefined): string | undefined => {
  const paint = paintOf(value, undefined);
  return typeof paint === 'object' ? paint.color : undefined;
};

const nodeElement = (node: FlowNode, id: string, box: Box, tally: Tally): NewElement | undefined => {
  const kind = chosen({ ellipse: 'ellipse', diamond: 'diamond' }, node.form) ?? 'rect';
  const stroke = colorOf(node.style['stroke']);
  return makeElement(
    {
      ...{ id, kind, x: box.x, y: box.y, width: box.w, height: box.h, text: node.text, font: 'sans', size: 18 },
      ...(node.form === kind ? {} : { form: node.form }),
      ...(node.isRound ? { radius: Math.min(24, box.h / 2) } : {}),
      ...{ fill: colorOf(node.style['fill']) ?? '#f4f5f7' },
      ...(stroke === undefined ? {} : { color: stroke }),
    },
    tally,
  );
};

function linkElement(
  link: FlowLink,
  way: LinkWay | undefined,
  ids: ReadonlyMap<string, string>,
  boxes: ReadonlyMap<string, Box>,
  tally: Tally,
) {
  const from = boxes.get(link.from);
  const [start, end] = [ids.get(link.from), ids.get(link.to)];
  if (from === undefined || way === undefined || start === undefined || end === undefined || !link.isSeen)
    return undefined;
  const isLoop = link.from === link.to;
  return makeElement(
    {
      ...{ kind: link.heads.some((head) => head !== 'none') ? 'arrow' : 'line', ...way },
      ...{ x: from.x + from.w / 2, y: from.y + from.h / 2 },
      ...{
        heads: link.heads,
        dash: link.dash,
        strokeWidth: link.isThick ? 4 : 2,
        text: link.text,
        font: 'sans',
        size: 16,
      },
      start: { element: start, at: isLoop ? [1, 0.3] : [0.5, 0.5], ...(isLoop ? { exact: true } : {}) },
      end: { element: end, at: isLoop ? [1, 0.7] : [0.5, 0.5], ...(isLoop ? { exact: true } : {}) },
    },
    tally,
  );
}

/** A flowchart as elements: subgraphs as boxes below what is in them, nodes, links tied to both. */
export function flowElements(flow: Flow, tally: Tally): readonly NewElement[] {
  const boxes = boxesOf(flow);
  const ids = new Map([...boxes.keys()].map((id) => [id, newElementId()]));
  const groups = [...flow.subgraphs.values()].flatMap(({ id, title }) => {
    const { x, y, w, h } = boxes.get(id) ?? { x: 0, y: 0, w: 0, h: 0 };
    const made = {
      ...{ id: ids.get(id), kind: 'rect', x, y, width: w, height: h, radius: 12, fill: '#fbf6e6', color: '#b9a978' },
      ...{ text: title, valign: 'top', font: 'sans', size: 16 },
    };
    return makeElement(made, tally) ?? [];
  });
  const nodes = [...flow.nodes.values()].flatMap((node) => {
    const box = boxes.get(node.id);
    return (box && nodeElement(node, ids.get(node.id) ?? newElementId(), box, tally)) ?? [];
  });
  // Links come out of subgraphs, and pass by what is in them.
  const inTheWay = new Map([...boxes].filter(([id]) => flow.nodes.has(id)));
  const wayOf = linkWays(flow.links, boxes, inTheWay);
  const links = flow.links.flatMap((link) => linkElement(link, wayOf(link), ids, boxes, tally) ?? []);
  return [...groups, ...nodes, ...links];
}

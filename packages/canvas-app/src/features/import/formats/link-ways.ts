import type { Box, Vec } from '@gesso/drawing';

/** Ways of links between boxes that are laid out: round what lies between, and apart from one that goes back. */

/** A link from one box to another. */
export interface Joins {
  readonly from: string;
  readonly to: string;
}

/** How a link goes: by points from the middle of the first box, and by what route. */
export interface LinkWay {
  readonly points: readonly (readonly [number, number])[];
  readonly route?: 'curved';
}

/** Board units that a link keeps from boxes on its way. */
const apart = 12;
/** How far aside a link may go round boxes, as shares of the longer side of the largest of them. */
const asides = [0.75, -0.75, 1.25, -1.25, 1.75, -1.75, 2.5, -2.5, 3.5, -3.5] as const;
/** Boxes that are looked at for all links of a chart: with more to compare, those that are left go straight. */
const mostLooks = 2_000_000;

const middleOf = ({ x, y, w, h }: Box): Vec => ({ x: x + w / 2, y: y + h / 2 });

/** Whether a line from one point to another comes into a box, by the part of it that is within each of its two strips. */
export function crosses(a: Vec, b: Vec, { x, y, w, h }: Box): boolean {
  let [from, to] = [0, 1];
  const strips = [
    [a.x, b.x - a.x, x - apart, x + w + apart],
    [a.y, b.y - a.y, y - apart, y + h + apart],
  ] as const;
  for (const [start, by, least, most] of strips) {
    if (by === 0) {
      if (start <= least || start >= most) return false;
      continue;
    }
    const [near, far] = [(least - start) / by, (most - start) / by];
    from = Math.max(from, Math.min(near, far));
    to = Math.min(to, Math.max(near, far));
  }
  return from < to;
}

const loop = ({ w, h }: Box): LinkWay => ({
  points: [
    [0, 0],
    [w, 0],
    [0, h / 4],
  ],
  route: 'curved',
});

/**
 * Finds a way for each link of a chart. `boxes` has all ends, `inTheWay` those that no link is to cross. A link for which no free way is
 * found goes straight.
 */
export function linkWays(
  links: readonly Joins[],
  boxes: ReadonlyMap<string, Box>,
  inTheWay: ReadonlyMap<string, Box>,
): (link: Joins) => LinkWay | undefined {
  const pairs = new Set(links.map(({ from, to }) => JSON.stringify([from, to])));
  const others = [...inTheWay];
  let looks = 0;

  /** Boxes on a way but for those it joins. */
  const hit = (way: readonly Vec[], { from, to }: Joins): readonly Box[] => {
    looks += others.length;
    return others.flatMap(([id, box]) => {
      const isOther = id !== from && id !== to;
      return isOther && way.some((b, i) => i > 0 && crosses(way[i - 1] ?? b, b, box)) ? [box] : [];
    });
  };

  /** A point beside the middle by which the link meets nothing. */
  const detour = (a: Vec, b: Vec, between: readonly Box[], link: Joins): Vec | undefined => {
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    const largest = Math.max(...between.map(({ w, h }) => Math.max(w, h)));
    for (const aside of asides) {
      const by = (aside * largest + Math.sign(aside) * 2 * apart) / length;
      const through = { x: (a.x + b.x) / 2 - (b.y - a.y) * by, y: (a.y + b.y) / 2 + (b.x - a.x) * by };
      if (hit([a, through, b], link).length === 0) return through;
    }
    return undefined;
  };

  return (link) => {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    if (from === undefined || to === undefined) return undefined;
    if (link.from === link.to) return loop(from);
    const [a, b] = [middleOf(from), middleOf(to)];
    const end = [b.x - a.x, b.y - a.y] as const;
    const between = looks < mostLooks ? hit([a, b], link) : [];
    const through = between.length === 0 || (end[0] === 0 && end[1] === 0) ? undefined : detour(a, b, between, link);
    if (through !== undefined) return { points: [[0, 0], [through.x - a.x, through.y - a.y], end], route: 'curved' };
    // Two that go to and fro bow to different sides.
    const isBack = pairs.has(JSON.stringify([link.to, link.from]));
    return { points: [[0, 0], end], ...(isBack ? { route: 'curved' } : {}) };
  };
}

/** A layered layout: things in rows, each below those that lead to it, in an order that lets few lines cross (Sugiyama and others, 1981). */

export interface Sized {
  readonly id: string;
  readonly w: number;
  readonly h: number;
}

export type Edge = readonly [from: string, to: string];

interface Place {
  x: number;
  y: number;
}

export interface Laid {
  /** Top left corners by ids. */
  readonly places: ReadonlyMap<string, Readonly<Place>>;
  readonly w: number;
  readonly h: number;
}

const rowGap = 70;
const gap = 50;

/** Rows by the longest way to each; an edge that closes a ring counts backwards. */
function rowsOf(things: readonly Sized[], edges: readonly Edge[]): readonly (readonly string[])[] {
  const next = new Map<string, string[]>(things.map(({ id }) => [id, []]));
  for (const [from, to] of edges) if (from !== to) next.get(from)?.push(to);
  const state = new Map<string, 'open' | 'done'>();
  const order: string[] = [];
  const forward: Edge[] = [];
  for (const { id: root } of things) {
    if (state.has(root)) continue;
    const stack: { id: string; i: number }[] = [{ id: root, i: 0 }];
    state.set(root, 'open');
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = next.get(top.id)?.[top.i];
      top.i += 1;
      if (to === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
      } else if (state.get(to) === 'open') forward.push([to, top.id]);
      else {
        forward.push([top.id, to]);
        if (!state.has(to)) {
          state.set(to, 'open');
          stack.push({ id: to, i: 0 });
        }
      }
    }
  }
  const outgoing = new Map<string, string[]>();
  for (const [from, to] of forward) outgoing.set(from, [...(outgoing.get(from) ?? []), to]);
  const row = new Map<string, number>();
  for (const id of order.reverse())
    for (const to of outgoing.get(id) ?? []) row.set(to, Math.max(row.get(to) ?? 0, (row.get(id) ?? 0) + 1));
  const rows: string[][] = [];
  for (const { id } of things) {
    const at = row.get(id) ?? 0;
    while (rows.length <= at) rows.push([]);
    rows[at]?.push(id);
  }
  return rows;
}

/** Rows in which things stand below the middle of what they are joined with; swept down and up. */
function ordered(rows: readonly (readonly string[])[], neighbors: ReadonlyMap<string, readonly string[]>) {
  const at = new Map<string, number>();
  const note = (row: readonly string[]) => row.forEach((id, i) => void at.set(id, (i + 0.5) / row.length));
  rows.forEach(note);
  let all = rows.map((row) => [...row]);
  for (let sweep = 0; sweep < 6; sweep += 1) {
    all = (sweep % 2 === 0 ? all : [...all].reverse()).map((row) => {
      const middle = new Map(
        row.map((id) => {
          const near = (neighbors.get(id) ?? []).map((one) => at.get(one) ?? 0);
          return [id, near.length === 0 ? (at.get(id) ?? 0) : near.reduce((a, b) => a + b, 0) / near.length];
        }),
      );
      row.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      note(row);
      return row;
    });
    if (sweep % 2 === 1) all = [...all].reverse();
  }
  return all;
}

/** Lays things out from the top down, or from left to right. */
export function layered(things: readonly Sized[], edges: readonly Edge[], isAcross: boolean): Laid {
  const size = new Map(things.map(({ id, w, h }) => [id, isAcross ? { w: h, h: w } : { w, h }]));
  const sizeOf = (id: string) => size.get(id) ?? { w: 0, h: 0 };
  const neighbors = new Map<string, string[]>();
  const add = (id: string, other: string) => {
    const all = neighbors.get(id);
    if (all === undefined) neighbors.set(id, [other]);
    else all.push(other);
  };
  for (const [from, to] of edges) {
    add(from, to);
    add(to, from);
  }
  const rows = ordered(rowsOf(things, edges), neighbors);
  const middles = new Map<string, number>();
  const widths = rows.map((row) => row.reduce((sum, id) => sum + sizeOf(id).w + gap, -gap));
  const w = Math.max(0, ...widths);
  rows.forEach((row, i) => {
    let x = (w - (widths[i] ?? 0)) / 2;
    for (const id of row) {
      middles.set(id, x + sizeOf(id).w / 2);
      x += sizeOf(id).w + gap;
    }
  });
  // Nearer to what each is joined with, as far as its row has room.
  for (let pass = 0; pass < 4; pass += 1)
    for (const row of rows)
      row.forEach((id, i) => {
        const near = (neighbors.get(id) ?? []).map((one) => middles.get(one) ?? 0);
        if (near.length === 0) return;
        const wanted = near.reduce((a, b) => a + b, 0) / near.length;
        const half = sizeOf(id).w / 2;
        const [left, right] = [row[i - 1], row[i + 1]];
        const least = left === undefined ? half : (middles.get(left) ?? 0) + sizeOf(left).w / 2 + gap + half;
        const most = right === undefined ? w - half : (middles.get(right) ?? 0) - sizeOf(right).w / 2 - gap - half;
        middles.set(id, Math.max(least, Math.min(most, wanted)));
      });
  const places = new Map<string, Place>();
  let y = 0;
  for (const row of rows) {
    const tall = row.reduce((most, id) => Math.max(most, sizeOf(id).h), 0);
    for (const id of row) {
      const own = sizeOf(id);
      const place = { x: (middles.get(id) ?? 0) - own.w / 2, y: y + (tall - own.h) / 2 };
      places.set(id, isAcross ? { x: place.y, y: place.x } : place);
    }
    y += tall + rowGap;
  }
  const h = Math.max(0, y - rowGap);
  return isAcross ? { places, w: h, h: w } : { places, w, h };
}

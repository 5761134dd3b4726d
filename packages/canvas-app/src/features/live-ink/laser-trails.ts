import { type LaserPoint, type LaserTrail, laserLife } from '../../editor/laser.ts';

/** Trails shown at once, and places of one: what is older goes. */
const mostTrails = 200;
const mostPoints = 400;
/** A light that is on and of which nothing is heard for so long (ms) is off. */
const silence = 30_000;
/** Places that come together are let out over this time (ms), until the next ones come. */
const spread = 33;

interface Trail {
  readonly client: number;
  readonly color: string;
  points: readonly LaserPoint[];
  lit: boolean;
  heard: number;
}

/** What lasers have done lately, whose they are, and what is left of it. */
export interface LaserTrails {
  /** A laser has been at x0, y0, x1, y1, …, as was heard at `now`, ms; nowhere: it is off. `atOnce`: nothing is let out bit by bit. */
  add(from: LaserOrigin, xy: readonly number[], now: number, atOnce: boolean): void;
  /** Takes away what is not seen any more. */
  prune(now: number): void;
  keepOnly(clients: ReadonlySet<number>): void;
  all(): readonly LaserTrail[];
}

/** Whose laser it is: one number for each press of a client. */
export interface LaserOrigin {
  readonly client: number;
  readonly live: number;
  readonly color: string;
}

/** Times for `count` places after `last`: now, or from the end of what is still let out until the next ones are due. */
const timesOf = (count: number, last: number | undefined, now: number, atOnce: boolean): number[] => {
  const from = last === undefined || atOnce ? now : Math.min(Math.max(now, last), now + spread);
  const to = last === undefined || atOnce ? now : now + spread;
  return Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 1)) / count);
};

export const createLaserTrails = (): LaserTrails => {
  const trails = new Map<string, Trail>();
  return {
    add({ client, live, color }, xy, now, atOnce) {
      const key = `${client}:${live}`;
      const known = trails.get(key);
      if (known === undefined && (xy.length === 0 || trails.size >= mostTrails)) return;
      const trail = known ?? { client, color, points: [], lit: true, heard: now };
      const last = trail.points.at(-1);
      trail.heard = now;
      trail.lit = xy.length > 0;
      if (trail.lit) {
        const times = timesOf(xy.length / 2, last?.t, now, atOnce);
        const more = times.map((t, i) => ({ x: xy[2 * i] ?? 0, y: xy[2 * i + 1] ?? 0, t }));
        // Where it rested the way from there begins now.
        const rested = last !== undefined && last.t < now ? [{ ...last, t: now }] : [];
        trail.points = [...trail.points, ...rested, ...more].slice(-mostPoints);
      } else if (last !== undefined && last.t < now) {
        // Its head was as bright as ever until now.
        trail.points = [...trail.points, { ...last, t: now }].slice(-mostPoints);
      }
      trails.set(key, trail);
    },
    prune(now) {
      for (const [key, { points, lit, heard }] of trails) {
        const isSeen = points.some(({ t }) => t + laserLife > now);
        if (lit ? now - heard > silence : !isSeen) trails.delete(key);
      }
    },
    keepOnly(clients) {
      for (const [key, { client }] of trails) if (!clients.has(client)) trails.delete(key);
    },
    all: () => [...trails.values()].map(({ color, points, lit }) => ({ color, points, lit })),
  };
};

import type { ScreenPoint } from '../editor/camera.ts';

/** A tap moves less than this (CSS px) and lasts less than this (ms). */
export const tapSlop = 8;
const tapTime = 300;

export const distance = (a: ScreenPoint, b: ScreenPoint): number => Math.hypot(a.x - b.x, a.y - b.y);

/** Two fingers: the place between them and how far they are apart, CSS px. */
export interface Pinch {
  readonly middle: ScreenPoint;
  readonly spread: number;
}

/** The fingers on the paper, and what of a hand is on it and does not count. */
export interface Touches {
  /** Counts a finger that came down; gives how many there are. */
  down(id: number, at: ScreenPoint, time: number): number;
  /** How many fingers are down and count. */
  count(): number;
  move(id: number, at: ScreenPoint): void;
  /** Takes a finger away. True when it did not count. */
  up(id: number): boolean;
  /** Does not count this one until it is lifted. */
  ignore(id: number): void;
  /** Does not count what is on the paper now until it is lifted. */
  ignoreAll(): void;
  ignores(id: number): boolean;
  /** Undefined with less than two fingers. */
  pinch(): Pinch | undefined;
  /** How many fingers have tapped, once the last of them is lifted; 0 when that was no tap. */
  tapped(time: number): number;
  /** No matter what it was that the fingers began, it is no tap. */
  noTap(): void;
  /** Forgets everything. */
  clear(): void;
}

export const countTouches = (): Touches => {
  const fingers = new Map<number, { readonly down: ScreenPoint; at: ScreenPoint }>();
  const ignored = new Set<number>();
  let tap: { readonly since: number; most: number; still: boolean } | undefined;

  return {
    down(id, at, time) {
      fingers.set(id, { down: at, at });
      if (fingers.size === 1) tap = { since: time, most: 1, still: true };
      else if (tap !== undefined) tap.most = Math.max(tap.most, fingers.size);
      return fingers.size;
    },
    count: () => fingers.size,
    move(id, at) {
      const finger = fingers.get(id);
      if (finger === undefined) return;
      finger.at = at;
      if (tap !== undefined && distance(at, finger.down) > tapSlop) tap.still = false;
    },
    up(id) {
      fingers.delete(id);
      return ignored.delete(id);
    },
    ignore(id) {
      fingers.delete(id);
      ignored.add(id);
      tap = undefined;
    },
    ignoreAll() {
      for (const id of fingers.keys()) ignored.add(id);
      fingers.clear();
      tap = undefined;
    },
    ignores: (id) => ignored.has(id),
    pinch() {
      const [a, b] = [...fingers.values()].map(({ at }) => at);
      if (a === undefined || b === undefined) return undefined;
      return { middle: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, spread: Math.max(1, distance(a, b)) };
    },
    tapped(time) {
      if (fingers.size > 0 || tap === undefined) return 0;
      const { most, still, since } = tap;
      tap = undefined;
      return still && time - since <= tapTime ? most : 0;
    },
    noTap() {
      tap = undefined;
    },
    clear() {
      fingers.clear();
      ignored.clear();
      tap = undefined;
    },
  };
};

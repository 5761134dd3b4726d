import type { BoardPoint } from './camera.ts';

/** A place where a laser pointer was, or will be shown next, with its time in ms (`performance.now()`). */
export interface LaserPoint extends BoardPoint {
  readonly t: number;
}

/** The way of one person's laser pointer from a press to its release. */
export interface LaserTrail {
  readonly color: string;
  /** Oldest first. */
  readonly points: readonly LaserPoint[];
  /** Whether it is still pressed: then its head stays where it is. */
  readonly lit: boolean;
}

/** How long a place of a trail is seen (ms). */
export const laserLife = 900;

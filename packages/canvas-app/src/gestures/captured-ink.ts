import type { Points } from '@gesso/crdt-schema';
import type { Vec } from '@gesso/drawing';
import type { Sample } from '../editor/pointer.ts';

/** What a pen says that measures nothing. */
const unmeasured = 128;

/**
 * Ink as it is captured, relative to its origin. Many pens say 0 when they come down or leave: such a sample takes the
 * pressure of its neighbor, the one before it or else the first that has any.
 */
export function captureInk(origin: Vec) {
  const xy: number[] = [];
  /** 0–255 */
  const pressure: number[] = [];
  let measured = false;
  let known = false;
  return {
    get count() {
      return pressure.length;
    },
    push(sample: Sample) {
      const x = sample.at.x - origin.x;
      const y = sample.at.y - origin.y;
      if (xy.length > 0 && xy.at(-2) === x && xy.at(-1) === y) return;
      if (sample.pressure !== undefined) {
        const force = Math.round(sample.pressure * 255);
        measured ||= force !== unmeasured;
        if (!known) pressure.fill(force);
        known = true;
        pressure.push(force);
      } else pressure.push(pressure.at(-1) ?? unmeasured);
      xy.push(x, y);
    },
    /** Forgets all but the first `count` samples. */
    keep(count: number) {
      xy.length = count * 2;
      pressure.length = count;
    },
    /** The last one, on the board. */
    last: () => ({ x: origin.x + (xy.at(-2) ?? 0), y: origin.y + (xy.at(-1) ?? 0) }),
    /** All of them, on the board. */
    spots: (): Vec[] =>
      pressure.map((_, i) => ({ x: origin.x + (xy[2 * i] ?? 0), y: origin.y + (xy[2 * i + 1] ?? 0) })),
    points(): Points {
      return {
        xy: new Float32Array(xy),
        ...(measured ? { pressure: new Uint8Array(pressure) } : {}),
      };
    },
  };
}

export type Ink = ReturnType<typeof captureInk>;

/** Returns ink with `tip` behind it, which is not captured and only shown. */
export function withTip({ xy, pressure }: Points, origin: Vec, tip: readonly Sample[]): Points {
  const longer = new Float32Array(xy.length + 2 * tip.length);
  longer.set(xy);
  longer.set(
    tip.flatMap(({ at }) => [at.x - origin.x, at.y - origin.y]),
    xy.length,
  );
  if (pressure === undefined) return { xy: longer };
  const pressed = new Uint8Array(longer.length / 2).fill(pressure.at(-1) ?? unmeasured);
  pressed.set(pressure);
  return { xy: longer, pressure: pressed };
}

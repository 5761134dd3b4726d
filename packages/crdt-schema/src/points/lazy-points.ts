import type { Points } from './point-codec.ts';
import { type Body, channelsOf, stepOf, unpack } from './point-codec.ts';

/** Own properties, so that spreading, comparing and cloning see them; shared getters, so that 100,000 stay cheap. */
const channel = <K extends keyof Points>(name: K): PropertyDescriptor => ({
  enumerable: true,
  get(this: StoredPoints) {
    return this.unpacked()[name];
  },
});
const xy = channel('xy');
const pressure = channel('pressure');
const time = channel('time');

type Covered = Omit<Body, 'points'>;
const nowhere: Covered = { left: 0, top: 0, right: 0, bottom: 0 };

/**
 * Valid packed points that are unpacked when they are first read. A class for its private fields: they keep the bytes
 * out of copies. Of a large board only what is looked at ever takes up memory.
 */
class StoredPoints {
  readonly #bytes: Uint8Array;
  #unpacked: Points | undefined;
  // What the points cover, in steps: small integers, which take no memory of their own. Until it is known, right < left.
  #left = 0;
  #top = 0;
  #right = -1;
  #bottom = -1;

  constructor(bytes: Uint8Array, covered: Covered | undefined) {
    this.#bytes = bytes;
    this.#unpacked = undefined;
    if (covered !== undefined) this.#cover(covered);
    const has = channelsOf(bytes);
    Object.defineProperty(this, 'xy', xy);
    if (has.pressure) Object.defineProperty(this, 'pressure', pressure);
    if (has.time) Object.defineProperty(this, 'time', time);
    Object.freeze(this);
  }

  unpacked(): Points {
    this.#unpacked ??= unpack(this.#bytes, true)?.points ?? { xy: new Float32Array(2) };
    return this.#unpacked;
  }

  is(bytes: Uint8Array): boolean {
    return this.#bytes === bytes;
  }

  bytes(): Uint8Array {
    return this.#bytes;
  }

  #cover({ left, top, right, bottom }: Covered): void {
    const step = stepOf(this.#bytes);
    this.#left = left / step;
    this.#top = top / step;
    this.#right = right / step;
    this.#bottom = bottom / step;
  }

  /** What the points cover, board units. */
  box(): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } {
    if (this.#right < this.#left) this.#cover(unpack(this.#bytes, false) ?? nowhere);
    const step = stepOf(this.#bytes);
    return {
      x: this.#left * step,
      y: this.#top * step,
      w: (this.#right - this.#left) * step,
      h: (this.#bottom - this.#top) * step,
    };
  }
}

const asPoints = (stored: StoredPoints): Points => stored as unknown as Points;

/**
 * The points in a stored stroke or line, or undefined when the bytes are not valid. Gives `previous` itself back when it
 * was made of these bytes.
 */
export const storedPoints = (bytes: Uint8Array, previous?: Points): Points | undefined => {
  if (previous instanceof StoredPoints && previous.is(bytes)) return asPoints(previous);
  const body = unpack(bytes, false);
  return body && asPoints(new StoredPoints(bytes, body));
};

/** The bytes that points were read from, for handing them on as they are; undefined for points made otherwise. */
export const packedPoints = (points: Points): Uint8Array | undefined =>
  points instanceof StoredPoints ? points.bytes() : undefined;

/** Points from what `packedPoints` gave, without looking at them: they are unpacked when first read. */
export const pointsFromPacked = (bytes: Uint8Array): Points => asPoints(new StoredPoints(bytes, undefined));

/** What points cover, board units relative to their element's x, y. Does not unpack what is still packed. */
export const pointsBox = (
  points: Points,
): { readonly x: number; readonly y: number; readonly w: number; readonly h: number } => {
  if (points instanceof StoredPoints) return points.box();
  const all = points.xy;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < all.length; i += 2) {
    const x = all[i] ?? 0;
    const y = all[i + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { x: left, y: top, w: right - left, h: bottom - top };
};

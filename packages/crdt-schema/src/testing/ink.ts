import type { Points } from '../elements/elements.ts';
import type { Random } from '../ids.ts';
import { seededRandom } from './random.ts';

/** One stroke as it came from a hand: place of its first point in board units, the rest relative to it. */
export interface InkStroke {
  readonly x: number;
  readonly y: number;
  readonly points: Points;
}

/** One ballistic movement of the hand: a displacement spread over a time by a minimum-jerk profile. */
interface Movement {
  readonly start: number;
  readonly duration: number;
  readonly dx: number;
  readonly dy: number;
}

/** Share of a movement done at time t in 0–1 (Flash and Hogan, 1985). */
const minimumJerk = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * t * (10 - 15 * t + 6 * t * t));

const movements = (random: Random): Movement[] => {
  const count = 1 + Math.floor(random() * 5);
  let start = 0;
  let angle = random() * 2 * Math.PI;
  return Array.from({ length: count }, () => {
    const duration = 90 + random() * 150;
    const length = 5 + random() * random() * 45;
    // A hand turns back on itself more often than it goes straight on.
    angle += (random() < 0.7 ? Math.PI : 0) + (random() - 0.5) * 1.6;
    const movement = { start, duration, dx: Math.cos(angle) * length * 0.7 + 3, dy: Math.sin(angle) * length };
    start += duration * (0.55 + random() * 0.35);
    return movement;
  });
};

const penStroke = (random: Random, x: number, y: number): InkStroke => {
  const parts = movements(random);
  const end = parts.reduce((most, part) => Math.max(most, part.start + part.duration), 0);
  const hasPressure = random() < 0.15;
  const xy: number[] = [];
  const pressure: number[] = [];
  // A pen reports about every 12 ms, on a grid of half a pixel.
  for (let t = 0; t <= end; t += 10 + random() * 4) {
    let px = 0;
    let py = 0;
    for (const { start, duration, dx, dy } of parts) {
      const share = minimumJerk((t - start) / duration);
      px += dx * share;
      py += dy * share;
    }
    xy.push(Math.round((px + (random() - 0.5) * 0.3) * 2) / 2, Math.round((py + (random() - 0.5) * 0.3) * 2) / 2);
    const press = 0.55 * Math.sin((Math.PI * (t + end * 0.08)) / (end * 1.16)) ** 0.6 + random() * 0.04;
    pressure.push(Math.round(255 * press));
  }
  const points = { xy: Float32Array.from(xy) };
  return { x, y, points: hasPressure ? { ...points, pressure: Uint8Array.from(pressure) } : points };
};

/**
 * Handwriting of nobody: words of a few strokes on lines of a page, about 30 points a stroke, the same for the same seed.
 * Stands in for the real ink where that is not at hand.
 */
export const seededInk = (seed: number, strokes: number): InkStroke[] => {
  const random = seededRandom(seed);
  const ink: InkStroke[] = [];
  let x = 40;
  let y = 60;
  while (ink.length < strokes) {
    const word = 3 + Math.floor(random() * 7);
    for (let i = 0; i < word && ink.length < strokes; i++) {
      ink.push(penStroke(random, Math.round(x * 2) / 2, Math.round((y + (random() - 0.5) * 8) * 2) / 2));
      x += 9 + random() * 10;
    }
    x += 18;
    if (x > 1_400) {
      x = 40 + random() * 12;
      y += 44;
    }
  }
  return ink;
};

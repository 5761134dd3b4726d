import { type BoardPoint, type Camera, type ScreenPoint, toScreen } from '../editor/camera.ts';
import { type LaserPoint, type LaserTrail, laserLife } from '../editor/laser.ts';

/** Half the width of a trail at its head, CSS pixels. */
const thickness = 3.5;
/** What glows around a trail, from outside in: how many times as wide, and how strong. */
const glow = [
  { times: 3.4, alpha: 0.12 },
  { times: 2.1, alpha: 0.22 },
  { times: 1, alpha: 1 },
] as const;
/** The hot core on a dark ground: this part of the width, white. On paper it would look hollow. */
const core = { times: 0.42, alpha: 0.9 } as const;
/** Length of the trail behind a laser that does not fade, CSS pixels. */
const stillLength = 90;

/** A place of a trail on the screen, with what is left of its width, 0–1. */
export interface Lit extends ScreenPoint {
  readonly left: number;
}

/** What is left at `now` of a place that was lit at `t`, ms: it is thinner and thinner, and goes as it was drawn. */
const leftOf = (t: number, now: number): number => {
  const part = Math.min(1, Math.max(0, 1 - (now - t) / laserLife));
  return part * (2 - part);
};

/** Whether anything of the trails changes by time alone at `now`, ms: it fades, or is still on its way. */
export const fades = (trails: readonly LaserTrail[], now: number): boolean =>
  trails.some(({ points, lit }) =>
    points.some(({ t }, i) => t > now || (t + laserLife > now && !(lit && i === points.length - 1))),
  );

const between = (a: LaserPoint, b: LaserPoint, now: number): BoardPoint => {
  const part = b.t > a.t ? (now - a.t) / (b.t - a.t) : 1;
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part };
};

/** What is seen of a trail at `now`, ms, oldest first: what has come by then, and part of the way to what comes next. */
export const litAt = ({ points, lit }: LaserTrail, camera: Camera, now: number): Lit[] => {
  const next = points.findIndex(({ t }) => t > now);
  const come = next === -1 ? points : points.slice(0, next);
  const shown: Lit[] = come
    .map((point) => ({ ...toScreen(camera, point), left: leftOf(point.t, now) }))
    .filter(({ left }) => left > 0);
  const [last, ahead] = [come.at(-1), next === -1 ? undefined : points[next]];
  if (last !== undefined && ahead !== undefined)
    shown.push({ ...toScreen(camera, between(last, ahead, now)), left: 1 });
  else if (last !== undefined && lit) shown.splice(-1, 1, { ...toScreen(camera, last), left: 1 });
  return shown;
};

/** The end of a trail as it stands for those who want no motion: a short way and a dot, until it is off. */
export const litStill = ({ points }: LaserTrail, camera: Camera): Lit[] => {
  const shown: Lit[] = [];
  let length = 0;
  for (let i = points.length - 1; i >= 0 && length < stillLength; i--) {
    const point = points[i];
    if (point === undefined) break;
    const at = toScreen(camera, point);
    const after = shown[0];
    if (after !== undefined) length += Math.hypot(after.x - at.x, after.y - at.y);
    shown.unshift({ ...at, left: Math.max(0.3, 1 - length / stillLength) });
  }
  return shown;
};

/** The outline of a trail, tapered to its end: filled as one, so that what is translucent is so everywhere. */
const outline = (g: CanvasRenderingContext2D, trail: readonly Lit[], half: number): void => {
  const right: ScreenPoint[] = [];
  const left: ScreenPoint[] = [];
  trail.forEach((point, i) => {
    const [before, after] = [trail[Math.max(0, i - 1)] ?? point, trail[Math.min(trail.length - 1, i + 1)] ?? point];
    const length = Math.hypot(after.x - before.x, after.y - before.y) || 1;
    const [nx, ny] = [-(after.y - before.y) / length, (after.x - before.x) / length];
    const width = half * point.left;
    left.push({ x: point.x + nx * width, y: point.y + ny * width });
    right.unshift({ x: point.x - nx * width, y: point.y - ny * width });
  });
  for (const { x, y } of [...left, ...right]) g.lineTo(x, y);
  g.closePath();
};

const paintTrail = (g: CanvasRenderingContext2D, trail: readonly Lit[], dark: boolean): void => {
  const head = trail.at(-1);
  if (head === undefined) return;
  const { fillStyle } = g;
  for (const { times, alpha } of dark ? [...glow, core] : glow) {
    g.globalAlpha = alpha;
    if (times === core.times) g.fillStyle = '#ffffff';
    g.beginPath();
    outline(g, trail, thickness * times);
    // Turned as the outline is: what both cover would be a hole otherwise.
    g.moveTo(head.x, head.y);
    g.arc(head.x, head.y, thickness * 1.25 * times * head.left, 0, 2 * Math.PI, true);
    g.fill();
  }
  g.fillStyle = fillStyle;
  g.globalAlpha = 1;
};

/** Paints all laser pointers as they are at `now`, ms; without a time as they stand, for those who want no motion. */
export const paintLasers = (
  g: CanvasRenderingContext2D,
  trails: readonly LaserTrail[],
  camera: Camera,
  now: number | undefined,
  dark: boolean,
): void => {
  for (const trail of trails) {
    g.fillStyle = trail.color;
    paintTrail(g, now === undefined ? litStill(trail, camera) : litAt(trail, camera, now), dark);
  }
};

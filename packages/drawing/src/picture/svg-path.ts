import { sweepOf, type WritingPath } from './writing-context.ts';

/** Path data of an SVG, written by the calls of a canvas. Numbers are cut to a thousandth of a unit. */

export const short = (n: number): string => {
  const rounded = Math.round(n * 1000) / 1000;
  return Object.is(rounded, -0) ? '0' : String(rounded);
};

const point = (x: number, y: number): string => `${short(x)} ${short(y)}`;

export interface SvgPath extends WritingPath {
  readonly data: string;
}

export const createPath = (): SvgPath => {
  let data = '';
  const begin = (x: number, y: number) => {
    data += `${data === '' ? 'M' : 'L'}${point(x, y)}`;
  };
  return {
    moveTo(x, y) {
      data += `M${point(x, y)}`;
    },
    lineTo: begin,
    quadraticCurveTo(cx, cy, x, y) {
      if (data === '') begin(cx, cy);
      data += `Q${point(cx, cy)} ${point(x, y)}`;
    },
    bezierCurveTo(ax, ay, bx, by, x, y) {
      if (data === '') begin(ax, ay);
      data += `C${point(ax, ay)} ${point(bx, by)} ${point(x, y)}`;
    },
    ellipse(x, y, rx, ry, turned, start, end, left = false) {
      const sweep = sweepOf(start, end, left);
      const at = (angle: number): string => {
        const px = rx * Math.cos(angle);
        const py = ry * Math.sin(angle);
        const cos = Math.cos(turned);
        const sin = Math.sin(turned);
        return point(x + px * cos - py * sin, y + px * sin + py * cos);
      };
      data += `${data === '' ? 'M' : 'L'}${at(start)}`;
      // An SVG arc cannot be a full turn, and two halves always say which way they go.
      for (const part of [0.5, 1]) {
        const tilt = short((turned * 180) / Math.PI);
        data += `A${short(rx)} ${short(ry)} ${tilt} 0 ${sweep > 0 ? 1 : 0} ${at(start + sweep * part)}`;
      }
    },
    rect(x, y, w, h) {
      data += `M${point(x, y)}h${short(w)}v${short(h)}h${short(-w)}Z`;
    },
    closePath() {
      if (data !== '') data += 'Z';
    },
    get data() {
      return data;
    },
  };
};

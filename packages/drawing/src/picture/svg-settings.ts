import type { Settings } from './settings.ts';
import { short } from './svg-path.ts';

/** Returns the matrix as a `transform`; undefined when it changes nothing. */
export function placing({ matrix: [a, b, c, d, e, f] }: Settings): string | undefined {
  if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return undefined;
  // More digits than coordinates get: these are multiplied with them.
  return `matrix(${[a, b, c, d].map((n) => Number(n.toFixed(6))).join(' ')} ${short(e)} ${short(f)})`;
}

/** Attributes everything has: where it lies and how it is laid over what is there. */
export function common(now: Settings): Record<string, string | number | undefined> {
  return {
    transform: placing(now),
    opacity: now.globalAlpha === 1 ? undefined : now.globalAlpha,
    style:
      now.globalCompositeOperation === 'source-over' ? undefined : `mix-blend-mode:${now.globalCompositeOperation}`,
  };
}

/** Attributes of an outline. */
export function strokeAttributes(now: Settings): Record<string, string | number | undefined> {
  return {
    fill: 'none',
    stroke: String(now.strokeStyle),
    'stroke-width': now.lineWidth,
    'stroke-linecap': now.lineCap === 'butt' ? undefined : now.lineCap,
    'stroke-linejoin': now.lineJoin === 'miter' ? undefined : now.lineJoin,
    'stroke-dasharray': now.dash.length > 0 ? now.dash.map(short).join(' ') : undefined,
  };
}

/** Attributes of a line of text, but for its place. */
export function textAttributes(now: Settings): Record<string, string | number | undefined> {
  const [, weight, size = '10', family = 'sans-serif'] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(now.font) ?? [];
  return {
    'font-family': family,
    'font-size': size,
    'font-weight': weight === '400' ? undefined : weight,
    'text-anchor': anchor(now),
    direction: now.direction === 'rtl' ? 'rtl' : undefined,
    fill: String(now.fillStyle),
    'xml:space': 'preserve',
  };
}

function anchor(now: Settings): string | undefined {
  const left = now.textAlign === 'left' || now.textAlign === (now.direction === 'rtl' ? 'end' : 'start');
  if (now.textAlign === 'center') return 'middle';
  // Anchors follow the writing direction, canvas sides do not.
  return left === (now.direction === 'rtl') ? 'end' : undefined;
}

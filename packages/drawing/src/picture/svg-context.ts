import type { Paint2D } from '../paint.ts';
import { createPath, type SvgPath, short } from './svg-path.ts';
import { common, placing, strokeAttributes, textAttributes } from './svg-settings.ts';
import { beginWriting, type PaintMethods, type Writing, writingContext } from './writing-context.ts';
import { attributes, escapeXml } from './xml.ts';

export interface SvgContext {
  readonly g: Paint2D;
  /** Everything painted so far, as elements of an SVG. */
  body(): string;
}

interface State extends Writing<SvgPath> {
  readonly out: string[];
  /** Clips made so far. */
  clips: number;
}

/** A context that writes SVG instead of painting. Understands what the painters use; colors are CSS colors. */
export function createSvgContext(): SvgContext {
  const state: State = { ...beginWriting(createPath()), out: [], clips: 0 };
  const { out } = state;
  const g = writingContext(state, createPath, paintMethods(state));
  return { g, body: () => out.join('\n') };
}

function paintMethods(state: State): PaintMethods {
  const { now } = state;
  return {
    fill: () => {
      const d = state.path.data;
      if (d !== '') write(state, `<path${attributes({ d, fill: String(now.fillStyle), ...common(now) })}/>`);
    },
    stroke: () => {
      const d = state.path.data;
      if (d !== '') write(state, `<path${attributes({ d, ...strokeAttributes(now), ...common(now) })}/>`);
    },
    clip: () => clip(state),
    fillRect: (x: number, y: number, width: number, height: number) => {
      const box = { x, y, width, height };
      write(state, `<rect${attributes({ ...box, fill: String(now.fillStyle), ...common(now) })}/>`);
    },
    strokeRect: (x: number, y: number, width: number, height: number) => {
      write(state, `<rect${attributes({ x, y, width, height, ...strokeAttributes(now), ...common(now) })}/>`);
    },
    fillText: (text: string, x: number, y: number) => {
      const shown = attributes({ x, y, ...textAttributes(now), ...common(now) });
      write(state, `<text${shown}>${escapeXml(text)}</text>`);
    },
    strokeText: (text: string, x: number, y: number) => {
      const shown = attributes({ x, y, ...textAttributes(now), ...strokeAttributes(now), ...common(now) });
      write(state, `<text${shown}>${escapeXml(text)}</text>`);
    },
    drawImage: (
      picture: unknown,
      sx: number,
      sy: number,
      sw: number,
      sh: number,
      x: number,
      y: number,
      width: number,
      height: number,
    ) => {
      // A picture is its address here, and pixels of the source are the units inside.
      const box = { x, y, width, height, viewBox: [sx, sy, sw, sh].map(short).join(' '), preserveAspectRatio: 'none' };
      const image = attributes({ href: String(picture), width: sx + sw, height: sy + sh });
      write(state, `<g${attributes(common(now))}><svg${attributes(box)}><image${image}/></svg></g>`);
    },
  };
}

/** Keeps what comes next within the path, and within the clips before. */
function clip(state: State): void {
  const { now, out, path } = state;
  const id = `clip${state.clips++}`;
  out.push(`<clipPath id="${id}"><path${attributes({ d: path.data, transform: placing(now) })}/></clipPath>`);
  now.clips = [...now.clips, id];
}

/** Writes an element within the clips that are set. */
function write({ now, out }: State, element: string): void {
  const open = now.clips.map((id) => `<g clip-path="url(#${id})">`).join('');
  out.push(`${open}${element}${'</g>'.repeat(now.clips.length)}`);
}

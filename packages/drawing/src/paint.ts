/**
 * The part of a 2D canvas context that painting needs. Browsers' canvases and OffscreenCanvas satisfy it as they are;
 * the SVG writer and a server-side canvas implement it, so everything Gesso draws looks the same everywhere.
 */
export interface Paint2D {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: 'butt' | 'round' | 'square';
  lineJoin: 'bevel' | 'miter' | 'round';
  miterLimit: number;
  globalAlpha: number;
  globalCompositeOperation: string;
  font: string;
  textAlign: string;
  textBaseline: string;
  direction: string;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  rotate(angle: number): void;
  scale(x: number, y: number): void;
  transform(a: number, b: number, c: number, d: number, e: number, f: number): void;
  beginPath(): void;
  closePath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number, counterclockwise?: boolean): void;
  ellipse(x: number, y: number, rx: number, ry: number, rotation: number, start: number, end: number): void;
  rect(x: number, y: number, w: number, h: number): void;
  fill(): void;
  stroke(): void;
  clip(): void;
  fillRect(x: number, y: number, w: number, h: number): void;
  strokeRect(x: number, y: number, w: number, h: number): void;
  /** Where a context has it: letters are set apart as they are measured. */
  fontKerning?: string;
  textRendering?: string;
  fillText(text: string, x: number, y: number): void;
  strokeText(text: string, x: number, y: number): void;
  setLineDash(segments: number[]): void;
  /** Draws part of a picture (source pixels) into a box. A picture is everything that `Look.picture` gave for this context. */
  drawImage?(
    picture: unknown,
    sx: number,
    sy: number,
    sw: number,
    sh: number,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void;
}

/** A decoded picture: what the context's own `drawImage` takes, and its size in pixels. */
export interface Picture {
  readonly source: unknown;
  readonly width: number;
  readonly height: number;
}

export type Theme = 'light' | 'dark';

/** How much of ink is painted: plain lines, plain lines where they are thin, or the outline of every stroke. */
export type InkDetail = 'plain' | 'thin lines' | 'outlined';

/** Device pixels per board unit up to which ink is plain lines, and up to which thin strokes are. */
const plainUpTo = 0.15;
const thinLinesUpTo = 0.3;

/** Returns how much of ink is painted at a scale (device pixels per board unit). Tracing outlines is what a full board costs. */
export function inkDetail(scale: number): InkDetail {
  if (scale <= plainUpTo) return 'plain';
  return scale <= thinLinesUpTo ? 'thin lines' : 'outlined';
}

/** How to paint. `scale` is device pixels per board unit, so that far-away detail can be left out. */
export interface Look {
  readonly theme: Theme;
  readonly scale: number;
  /** Leaves the text out, because an editor laid over the canvas shows it: all of it, or that of the cell of a table with this name. */
  readonly withoutText?: boolean | string;
  /**
   * The picture behind an asset, or undefined while there is none: then a placeholder is painted. It may be a smaller copy that is
   * enough for `pixels`: how many device pixels the longer side of the whole picture takes.
   */
  picture?(asset: string, pixels: number): Picture | undefined;
}

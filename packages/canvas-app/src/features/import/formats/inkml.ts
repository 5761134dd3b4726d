import type { NewElement } from '@gesso/crdt-schema';
import { newTally, type Read, refusal } from '../format.ts';
import { readText } from '../read-text.ts';
import { readXml, type XmlNode } from '../read-xml.ts';
import { type InkLook, type InkPoint, strokesOf } from './ink-strokes.ts';

/** Ink of InkML, https://www.w3.org/TR/InkML/: traces with their brushes, the channels X, Y and F. */

/** Board units in an inch and in other units. */
const units: Readonly<Record<string, number>> = {
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  pt: 96 / 72,
  himetric: 96 / 2540,
};

interface Channels {
  /** Where X, Y and F stand among the values of a point; -1 for none. */
  readonly at: readonly [x: number, y: number, force: number];
  /** Board units of a step in x and y; undefined where nothing says. */
  readonly step: readonly [number | undefined, number | undefined];
  readonly force: number;
}

const all = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);

function channelsOf(context: XmlNode | undefined): Channels {
  const given = context === undefined ? [] : all(context, 'channel');
  const resolutions = context === undefined ? [] : all(context, 'channelProperty');
  const stepOf = (name: string): number | undefined => {
    const found = resolutions.find(
      ({ attributes }) => attributes['channel'] === name && attributes['name'] === 'resolution',
    );
    const perUnit = Number(found?.attributes['value']);
    const unit = units[(found?.attributes['units'] ?? '').replace('1/', '')];
    return unit === undefined || !(perUnit > 0) ? undefined : unit / perUnit;
  };
  const placeOf = (name: string) => given.findIndex(({ attributes }) => attributes['name'] === name);
  const force = Number(given[placeOf('F')]?.attributes['max']);
  return {
    at: given.length === 0 ? [0, 1, -1] : [placeOf('X'), placeOf('Y'), placeOf('F')],
    step: [stepOf('X'), stepOf('Y')],
    force: Number.isFinite(force) ? Math.max(0, force) : 0,
  };
}

/** Values of a channel while a trace is read: a value may be said as a difference, or as that of a difference. */
interface Course {
  value: number;
  speed: number;
  way: '!' | "'" | '"';
}

function next(course: Course, token: string): number {
  const sign = token[0];
  if (sign === '!' || sign === "'" || sign === '"') course.way = sign;
  const said = Number(/^[!'"]/.test(token) ? token.slice(1) : token);
  if (token === '*' || !Number.isFinite(said)) return course.value;
  if (course.way === '!') {
    course.speed = said - course.value;
    course.value = said;
    return course.value;
  }
  course.speed = course.way === "'" ? said : course.speed + said;
  course.value += course.speed;
  return course.value;
}

/** The points of a trace, in its own steps. */
function pointsOf(trace: XmlNode, { at, force }: Channels): readonly InkPoint[] {
  const [x, y, f] = at;
  if (x < 0 || y < 0) return [];
  // Only these channels are followed: a file may name a hundred thousand others.
  const courses = [x, y, f].map((channel) => ({ channel, course: { value: 0, speed: 0, way: '!' } as Course }));
  return trace.text.split(',').flatMap((point) => {
    const tokens = point.match(/[!'"]?-?[0-9.]+(?:[eE][-+]?\d+)?|[!'"]?[*?]/g) ?? [];
    if (tokens.length === 0) return [];
    const [across = 0, down = 0, pressed = 0] = courses.map(({ channel, course }) => {
      const token = tokens[channel];
      return token === undefined ? course.value : next(course, token);
    });
    const pressure = f < 0 || force === 0 ? undefined : Math.min(1, Math.max(0, pressed / force));
    return [{ x: across, y: down, pressure }];
  });
}

function lookOf(brush: XmlNode | undefined): InkLook {
  const property = (name: string) =>
    brush?.children.find((child) => child.name === 'brushProperty' && child.attributes['name'] === name)?.attributes;
  const color = property('color')?.['value'];
  const width = property('width');
  const unit = units[width?.['units'] ?? ''];
  const wide = Number(width?.['value']) * (unit ?? 1);
  const isMarker = property('rasterOp')?.['value'] === 'maskPen';
  return {
    color: color !== undefined && /^#[0-9a-f]{6}$/i.test(color) ? color.toLowerCase() : undefined,
    width: wide > 0 ? Math.max(1, wide) : undefined,
    ...(isMarker ? { brush: 'highlighter' } : {}),
  };
}

/** The context and the brush that hold where a trace stands. */
interface Refs {
  readonly context: string | undefined;
  readonly brush: string | undefined;
}

/** Traces with what holds where they stand. */
const tracesIn = (node: XmlNode, within: Refs): readonly (readonly [XmlNode, Refs])[] =>
  node.children.flatMap((child) => {
    const { contextRef: context = within.context, brushRef: brush = within.brush } = child.attributes;
    const refs = { context, brush };
    return child.name === 'trace'
      ? [[child, refs] as const]
      : child.name === 'definitions'
        ? []
        : tracesIn(child, refs);
  });

/** Board units that ink which says no unit is wide at most. */
const widest = 1_200;

export const readInkml: Read = async (bytes, pause) => {
  const tally = newTally();
  const root = await readXml(readText(bytes), pause);
  if (root.name !== 'ink') throw refusal('damaged');
  const named = (name: string) => new Map(all(root, name).map((node) => [`#${node.attributes['id'] ?? ''}`, node]));
  const [contexts, brushes] = [named('context'), named('brush')];
  const [usual] = contexts.values();
  const channels = new Map<XmlNode | undefined, Channels>();
  const channelsFor = (ref: string | undefined): Channels => {
    const context = contexts.get(ref ?? '') ?? usual ?? root;
    const known = channels.get(context) ?? channelsOf(context);
    channels.set(context, known);
    return known;
  };
  const looks = new Map<XmlNode | undefined, InkLook>();
  const lookFor = (ref: string | undefined): InkLook => {
    const brush = brushes.get(ref ?? '');
    const known = looks.get(brush) ?? lookOf(brush);
    looks.set(brush, known);
    return known;
  };
  const traces: { points: readonly InkPoint[]; look: InkLook; said: boolean }[] = [];
  let [least, most] = [Infinity, -Infinity];
  for (const [trace, refs] of tracesIn(root, { context: undefined, brush: undefined })) {
    await pause();
    const known = channelsFor(refs.context);
    const [sx, sy] = known.step;
    const points = pointsOf(trace, known).map((p) => ({ ...p, x: p.x * (sx ?? 1), y: p.y * (sy ?? 1) }));
    for (const { x } of points) [least, most] = [Math.min(least, x), Math.max(most, x)];
    traces.push({ points, look: lookFor(refs.brush), said: sx !== undefined });
  }
  const scale = traces.every(({ said }) => said) || !(most - least > widest) ? 1 : widest / (most - least);
  const elements: NewElement[] = [];
  for (const { points, look } of traces) {
    await pause();
    elements.push(
      ...strokesOf(
        points.map((p) => ({ ...p, x: p.x * scale, y: p.y * scale })),
        look,
        tally,
      ),
    );
  }
  return { elements, report: tally.report(elements) };
};

import fc from 'fast-check';
import { isKnownKind, kinds } from '../elements/codec/kinds.ts';
import type { ElementKind, NewElement, Patch, Points } from '../elements/elements.ts';

/** Random elements and edits for property tests. Values are what a tool or a script may give, not yet rounded. */

const coordinate = fc.oneof(fc.integer({ min: -5_000, max: 5_000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const side = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0.1, max: 4_000, noNaN: true }));
const color = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const elementId = fc.stringMatching(/^[\w-]{12}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

export const pointsArbitrary = (most = 40): fc.Arbitrary<Points> =>
  fc
    .tuple(
      fc.array(
        fc.tuple(
          fc.float({ min: -2_000, max: 2_000, noNaN: true }),
          fc.float({ min: -2_000, max: 2_000, noNaN: true }),
        ),
        {
          minLength: 1,
          maxLength: most,
        },
      ),
      fc.boolean(),
      fc.boolean(),
      fc.infiniteStream(fc.integer({ min: 0, max: 255 })),
    )
    .map(([list, pressed, timed, stream]) => ({
      xy: Float32Array.from(list.flat()),
      ...(pressed ? { pressure: Uint8Array.from([...stream.take(list.length)]) } : {}),
      ...(timed ? { time: Uint16Array.from([...stream.take(list.length)]) } : {}),
    }));

const binding = fc.record({ element: elementId, at: fc.tuple(fraction, fraction) });
const head = fc.constantFrom('none', 'arrow', 'triangle', 'dot', 'bar');

/** Parts rubbed out, in any order and overlapping, as a script may give them; none before the position `least`. */
export const cutsArbitrary = (least: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.tuple(fc.double({ min: least, max: 40, noNaN: true }), fc.double({ min: 0, max: 8, noNaN: true })), {
      maxLength: 4,
    })
    .map((ranges) => ranges.flatMap(([from, length]) => [from, from + length]));

const properties: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  rotation: fc.double({ min: -3, max: 3, noNaN: true }),
  opacity: fc.integer({ min: 0, max: 100 }),
  locked: fc.boolean(),
  groups: fc.array(fc.stringMatching(/^[\w-]{1,8}$/), { maxLength: 3 }),
  frame: elementId,
  link: fc.constantFrom('https://example.org/', 'mailto:somebody@example.org', '/b/board'),
  color,
  fill: fc.oneof(color, fc.constant('none')),
  strokeWidth: fc.constantFrom(1, 2, 2.5, 8),
  dash: fc.constantFrom('solid', 'dashed', 'dotted'),
  radius: fc.constantFrom(0, 4, 12.5),
  curve: fc.boolean(),
  heads: fc.tuple(head, head),
  start: binding,
  end: binding,
  size: fc.constantFrom(12, 20, 36.5),
  font: fc.constantFrom('hand', 'sans', 'serif', 'mono'),
  align: fc.constantFrom('left', 'center', 'right'),
  brush: fc.constantFrom('pen', 'marker', 'highlighter'),
  asset: fc.stringMatching(/^[\w-]{43}$/),
  crop: fc.constantFrom([0, 0, 1, 1], [0.25, 0.25, 0.5, 0.5]),
  name: text,
  text,
  width: side,
  height: side,
  points: pointsArbitrary(),
  // What is made new has something left to be seen.
  cuts: cutsArbitrary(0.5),
};

/** The properties of a kind that may be given when it is made. */
const propertiesOf = (kind: Exclude<ElementKind, 'unknown'>): string[] => {
  const { fields, placing, text: hasText } = kinds[kind];
  const own = Object.keys(fields).filter((property) => property !== 'z');
  if (placing !== 'points') own.push('width');
  if (placing === 'box') own.push('height');
  if (hasText) own.push('text');
  if (kind === 'stroke') own.push('cuts');
  return [...own, 'rotation'];
};

const record = (names: readonly string[], required: readonly string[]): fc.Arbitrary<object> => {
  const model: Record<string, fc.Arbitrary<unknown>> = { x: coordinate, y: coordinate };
  for (const name of [...names, ...required]) {
    const property = properties[name];
    if (property !== undefined) model[name] = property;
  }
  return fc.record(model, { requiredKeys: ['x', 'y', ...required] });
};

export const kindArbitrary: fc.Arbitrary<Exclude<ElementKind, 'unknown'>> = fc.constantFrom(
  ...Object.keys(kinds).filter(isKnownKind),
);

/** Any element a tool may make, without id and order key. */
export const newElementArbitrary: fc.Arbitrary<NewElement> = kindArbitrary.chain((kind) => {
  const required = kinds[kind].placing === 'points' ? ['points'] : kind === 'image' ? ['asset', 'width', 'height'] : [];
  return record(propertiesOf(kind), required).map((props) => {
    const element: unknown = { ...props, kind };
    // The table above gives each property values of its own type; the compiler cannot follow it.
    return element as NewElement;
  });
});

/** Any patch, also of properties the element it meets may not have. */
export const patchArbitrary: fc.Arbitrary<Patch> = fc.record(
  {
    ...properties,
    x: coordinate,
    y: coordinate,
    frame: fc.option(elementId),
    link: fc.option(fc.constant('https://example.org/x')),
    start: fc.option(binding),
    end: fc.option(binding),
    cut: cutsArbitrary(0),
    scale: fc.tuple(fc.constantFrom(0.5, 1, -1, 2.25), fc.constantFrom(0.5, 1, 2)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Patch>;

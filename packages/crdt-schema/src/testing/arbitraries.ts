import fc from 'fast-check';
import type { ElementKind, KnownKind, NewElement, Patch, Points } from '../elements/elements.ts';
import { elementKinds, isKnownKind, kinds } from '../elements/kinds/registry.ts';
import { kindSpec } from '../elements/kinds/spec.ts';
import type { Domain } from '../elements/props/prop.ts';

/** Random elements and edits for property tests. Values are what a tool or a script may give, not yet rounded. */

const coordinate = fc.oneof(fc.integer({ min: -5_000, max: 5_000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const side = fc.oneof(fc.integer({ min: 1, max: 2_000 }), fc.double({ min: 0.1, max: 4_000, noNaN: true }));
const color = fc.integer({ min: 0, max: 0xffffff }).map((rgb) => `#${rgb.toString(16).padStart(6, '0')}`);
const fraction = fc.double({ min: 0, max: 1, noNaN: true });
const elementId = fc.stringMatching(/^[\w-]{12}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 40 });

const mark = fc.record(
  {
    bold: fc.constant(true as const),
    strike: fc.constant(true as const),
    link: fc.constantFrom('https://example.org/a', 'mailto:a@example.org'),
    done: fc.constant(true as const),
  },
  { requiredKeys: ['bold'] },
);

/** Marks as a script may give them, beyond the text as well. */
export const marksArbitrary = fc
  .array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 9 }), mark), { maxLength: 4 })
  .map((list) => {
    let end = 0;
    return list.map(([gap, length, marks]) => {
      const range = { from: end + gap, to: end + gap + length, ...marks };
      end = range.to;
      return range;
    });
  });

const far = fc.float({ min: -2_000, max: 2_000, noNaN: true });
const byte = fc.integer({ min: 0, max: 255 });

export const pointsArbitrary = (most = 40): fc.Arbitrary<Points> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.tuple(far, far), byte, byte), { minLength: 1, maxLength: most }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([list, pressed, timed]) => ({
      xy: Float32Array.from(list.flatMap(([place]) => place)),
      ...(pressed ? { pressure: Uint8Array.from(list, ([, pressure]) => pressure) } : {}),
      ...(timed ? { time: Uint16Array.from(list, ([, , time]) => time) } : {}),
    }));

/** Values of each domain; a number within what a person may want of it. */
const valuesOf: {
  readonly [T in Domain['type']]: (domain: Extract<Domain, { readonly type: T }>) => fc.Arbitrary<unknown>;
} = {
  number({ least, most, whole }) {
    const max = Math.min(most, 4_096);
    const integer = fc.integer({ min: Math.ceil(least), max });
    return whole ? integer : fc.oneof(integer, fc.double({ min: least, max, noNaN: true }));
  },
  words: ({ words }) => fc.constantFrom(...words),
  'pair of words': ({ words }) => fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)),
  flag: () => fc.boolean(),
  color: () => color,
  'color or none': () => fc.oneof(color, fc.constant('none')),
  'line of text': () => text,
  'order key': () => fc.stringMatching(/^a[1-9A-Za-z]$/),
  groups: () => fc.array(fc.stringMatching(/^[\w-]{1,8}$/), { maxLength: 3 }),
  element: () => elementId,
  link: () => fc.constantFrom('https://example.org/', 'mailto:somebody@example.org', '/b/board'),
  binding: () =>
    fc.record(
      { element: elementId, at: fc.tuple(fraction, fraction), exact: fc.constant(true) },
      { requiredKeys: ['element', 'at'] },
    ),
  asset: () => fc.stringMatching(/^[\w-]{43}$/),
  crop: () => fc.constantFrom([0, 0, 1, 1], [0.25, 0.25, 0.5, 0.5]),
};

const valuesIn = <D extends Domain>(domain: D): fc.Arbitrary<unknown> =>
  (valuesOf[domain.type] as (domain: D) => fc.Arbitrary<unknown>)(domain);

/** Parts erased, in any order and overlapping, as a script may give them; none before the position `least`. */
export const erasedArbitrary = (least: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.tuple(fc.double({ min: least, max: 40, noNaN: true }), fc.double({ min: 0, max: 8, noNaN: true })), {
      maxLength: 4,
    })
    .map((ranges) => ranges.flatMap(([from, length]) => [from, from + length]));

const tracksArbitrary = (direction: 'r' | 'c', size: 'height' | 'width') =>
  fc.uniqueArray(
    fc.record({ id: fc.stringMatching(direction === 'r' ? /^r[a-c]a{6}$/ : /^c[a-c]a{6}$/), [size]: side }),
    { minLength: 1, maxLength: 3, selector: ({ id }) => id },
  );

/** Rows, columns and texts, few of which are alike, so that patches keep some of them. */
const gridArbitraries = {
  rows: tracksArbitrary('r', 'height'),
  columns: tracksArbitrary('c', 'width'),
  cells: fc.array(fc.array(text, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
};

/** What a kind's definition says of its place besides x and y: property → values. */
const placedBy = (kind: ElementKind): Record<string, fc.Arbitrary<unknown>> => {
  const { placing, erasable, grid, text: hasText } = kindSpec(kind);
  return {
    rotation: fc.double({ min: -3, max: 3, noNaN: true }),
    ...(placing === 'points' ? { points: pointsArbitrary() } : { width: side }),
    ...(placing === 'box' ? { height: side } : {}),
    ...(hasText ? { text, marks: marksArbitrary } : {}),
    ...(grid ? gridArbitraries : {}),
    // What is made new has something left to be seen.
    ...(erasable ? { cuts: erasedArbitrary(0.5) } : {}),
  };
};

/** Every property of a kind but its order key. `taken`: where an optional one may be null. */
const propertiesOf = (kind: ElementKind, taken: boolean): Record<string, fc.Arbitrary<unknown>> => {
  const { fields, optional } = kindSpec(kind);
  const own = [...fields]
    .filter(([name]) => name !== 'z')
    .map(([name, { field }]) => [name, valuesIn(field.domain)] as const);
  const all = Object.entries({ ...Object.fromEntries(own), ...placedBy(kind) });
  return Object.fromEntries(
    all.map(([name, values]) => [name, taken && optional.has(name) ? fc.option(values) : values]),
  );
};

const kindArbitrary: fc.Arbitrary<KnownKind> = fc.constantFrom(...Object.keys(kinds).filter(isKnownKind));

/** Any element a tool may make, without id and order key. */
export const newElementArbitrary: fc.Arbitrary<NewElement> = kindArbitrary.chain((kind) => {
  const model = { ...propertiesOf(kind, false), x: coordinate, y: coordinate };
  return fc.record(model, { requiredKeys: [...kindSpec(kind).required] as (keyof typeof model)[] }).map((props) => {
    const element: unknown = { ...props, kind };
    // The kinds' tables give each property values of its own type; the compiler cannot follow them.
    return element as NewElement;
  });
});

/** Any patch, also of properties the element it meets may not have. */
export const patchArbitrary: fc.Arbitrary<Patch> = fc.record(
  {
    ...Object.assign({}, ...elementKinds.map((kind) => propertiesOf(kind, true))),
    x: coordinate,
    y: coordinate,
    cut: erasedArbitrary(0),
    scale: fc.tuple(fc.constantFrom(0.5, 1, -1, 2.25), fc.constantFrom(0.5, 1, 2)),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Patch>;

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pair, rect } from './board.ts';

type Property = 'x' | 'y' | 'opacity';
type Act =
  | { readonly who: 'a' | 'b'; readonly set: Property }
  | { readonly who: 'a'; readonly take: 'undo' | 'redo' | 'remove' };

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ who: fc.constantFrom('a', 'b'), set: fc.constantFrom('x', 'y', 'opacity') }) },
  {
    weight: 3,
    arbitrary: fc.record({ who: fc.constant('a'), take: fc.constantFrom('undo', 'undo', 'redo', 'remove') }),
  },
);

const properties: readonly Property[] = ['x', 'y', 'opacity'];

test('no matter what is undone and redone, a value set before a colleague set theirs never comes back', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 4, maxLength: 40 }), (acts) => {
      const { a, b, tell } = pair();
      const id = a.load((w) => w.add(rect()));
      tell();
      /** What may be seen of a property: what the colleague set last, and what was set after that. */
      const allowed = new Map<Property, Set<number>>(properties.map((property) => [property, new Set()]));
      const see = (): void => {
        tell();
        expect(b.all()).toEqual(a.all());
        const shown = a.get(id) as Readonly<Record<Property, number>> | undefined;
        for (const property of shown === undefined ? [] : properties) {
          const values = allowed.get(property);
          if (values !== undefined && values.size > 0) expect([...values]).toContain(shown?.[property]);
        }
      };
      acts.forEach((next, i) => {
        const board = next.who === 'a' ? a : b;
        if ('take' in next) {
          if (next.take === 'remove') a.edit((w) => w.remove(id));
          else a[next.take]();
        } else if (board.get(id) !== undefined) {
          board.edit((w) => w.patch(id, { [next.set]: i + 1 }));
          const values = allowed.get(next.set);
          if (next.who === 'b') allowed.set(next.set, new Set([i + 1]));
          else if (values !== undefined && values.size > 0) values.add(i + 1);
        }
        see();
      });
    }),
    { numRuns: 400, seed: 20_261_126 },
  );
}, 60_000);

import type { PictureElement } from '@gesso/crdt-schema';
import { turn } from '@gesso/drawing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chosenFor, pulled, shifted, uncropped, wholeBeside } from './crop.ts';

const picture = (more: Partial<PictureElement> = {}): PictureElement =>
  ({
    ...{ kind: 'image', id: 'picture-----', z: 'a0', asset: 'a', x: 100, y: 50, width: 200, height: 100 },
    ...{ rotation: 0, opacity: 100, locked: false, groups: [] },
    ...more,
  }) as unknown as PictureElement;

const after = (from: PictureElement, patch: object): PictureElement => {
  const next = { ...from, ...patch } as PictureElement & { crop: PictureElement['crop'] | null };
  return (next.crop === null ? { ...next, crop: undefined } : next) as PictureElement;
};

/** Where on the board a place of the whole picture lies, given as fractions of it. */
const placeOf = (p: PictureElement, u: number, v: number) => {
  const beside = wholeBeside(p);
  const own = { x: p.x + beside.x + u * beside.w, y: p.y + beside.y + v * beside.h };
  return turn(own, { x: p.x + p.width / 2, y: p.y + p.height / 2 }, p.rotation);
};

describe('cropping', () => {
  test('from the right and from the top leaves that part, and the rest where it was', () => {
    expect(pulled(picture(), 'e', { x: -50, y: 7 })).toEqual({
      ...{ x: 100, y: 50, width: 150, height: 100 },
      crop: [0, 0, 0.75, 1],
    });
    expect(pulled(picture(), 'n', { x: 3, y: 25 })).toEqual({
      ...{ x: 100, y: 75, width: 200, height: 75 },
      crop: [0, 0.25, 1, 0.75],
    });
  });

  test('ends at the edge of the picture, leaves something of it, and is nothing when all is shown', () => {
    expect(pulled(picture(), 'se', { x: 500, y: 500 })).toMatchObject({ width: 200, height: 100, crop: null });
    expect(pulled(picture(), 'w', { x: 900, y: 0 })).toMatchObject({ x: 292, width: 8 });
    const part = after(picture(), pulled(picture(), 'nw', { x: 60, y: 40 }));
    expect(pulled(part, 'nw', { x: -60, y: -40 })).toEqual({ x: 100, y: 50, width: 200, height: 100, crop: null });
    expect(uncropped(part)).toEqual({ x: 100, y: 50, width: 200, height: 100, crop: null });
  });

  test('moves the picture behind its part as far as there is picture', () => {
    const part = picture({ width: 100, crop: [0.25, 0, 0.5, 1] });
    expect(shifted(part, { x: 20, y: 9 })).toEqual({ x: 100, y: 50, width: 100, height: 100, crop: [0.15, 0, 0.5, 1] });
    expect(shifted(part, { x: -900, y: 0 }).crop).toEqual([0.5, 0, 0.5, 1]);
  });

  test('leaves every place of the picture where it lies, however it is turned', () => {
    const side = fc.constantFrom('n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw' as const);
    const way = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -300, max: 300 }) });
    const turned = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(side, way), { minLength: 1, maxLength: 5 }), turned, (pulls, rotation) => {
        const first = picture({ rotation });
        let now = first;
        for (const [handle, by] of pulls) now = after(now, pulled(now, handle, by));
        for (const last of [now, after(now, uncropped(now))])
          for (const [u, v] of [
            [0, 0],
            [1, 0],
            [0.3, 0.9],
          ] as const) {
            const [before, here] = [placeOf(first, u, v), placeOf(last, u, v)];
            // Places are stored in steps, and a narrow part makes much of each.
            expect(Math.hypot(here.x - before.x, here.y - before.y)).toBeLessThan(2);
          }
      }),
    );
  });
});

describe('a picture that others change while it is cropped', () => {
  const was = picture();
  const chosen = pulled(was, 'e', { x: -50, y: 0 });

  test('takes the chosen part along where it was moved', () => {
    expect(chosenFor(was, picture({ x: 700, y: 500 }), chosen)).toEqual({ ...chosen, x: 700, y: 500 });
  });

  test('shows the chosen part where that lies in it, where it was sized or turned', () => {
    const larger = picture({ width: 400, height: 200 });
    expect(chosenFor(was, larger, chosen)).toEqual({ ...chosen, width: 300, height: 200 });
    const { x, width, crop } = chosenFor(was, picture({ rotation: Math.PI }), chosen);
    expect([x, width, crop]).toEqual([150, 150, [0, 0, 0.75, 1]]);
  });

  test('is what was chosen where nothing has changed, also of one that was dragged behind its part', () => {
    const part = after(was, chosen);
    const behind = shifted(part, { x: -20, y: 0 });
    expect(chosenFor(part, part, behind)).toEqual(behind);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toScreen } from '../../editor/camera.ts';
import { createPinLayer } from './pin-layer.ts';

/** What is moved, and how often it was. */
const node = () => {
  const moves: string[] = [];
  const style = {
    set transform(value: string) {
      moves.push(value);
    },
  };
  const place = () => {
    const [x = 0, y = 0] = (moves.at(-1)?.match(/-?\d+/g) ?? []).map(Number);
    return { x, y };
  };
  return { element: { style } as HTMLElement, moves, place };
};

test('a pin is where its place is on the screen, wherever the camera has gone', () => {
  const length = fc.double({ min: -2e5, max: 2e5, noNaN: true });
  const camera = fc.record({ x: length, y: length, zoom: fc.double({ min: 0.05, max: 30, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(camera, { minLength: 1 }), length, length, (path, x, y) => {
      const [layer, pin] = [node(), node()];
      const pins = createPinLayer(path[0] ?? { x: 0, y: 0, zoom: 1 });
      pins.stand(pin.element, { x, y });
      for (const at of path) {
        pins.show(layer.element, at);
        const seen = toScreen(at, { x, y });
        expect(Math.abs(layer.place().x + pin.place().x - seen.x)).toBeLessThan(1.01);
        expect(Math.abs(layer.place().y + pin.place().y - seen.y)).toBeLessThan(1.01);
      }
    }),
  );
});

test('pins are moved in one piece with the paper, and each by itself only with the zoom', () => {
  const [layer, pin] = [node(), node()];
  const pins = createPinLayer({ x: 0, y: 0, zoom: 1 });
  const leave = pins.stand(pin.element, { x: 5, y: 5 });
  for (let x = 0; x < 10; x++) pins.show(layer.element, { x, y: 0, zoom: 1 });
  expect([layer.moves.length, pin.moves.length]).toEqual([10, 1]);
  pins.show(layer.element, { x: 0, y: 0, zoom: 2 });
  expect(pin.place()).toEqual({ x: 10, y: 10 });
  leave();
  pins.show(layer.element, { x: 0, y: 0, zoom: 3 });
  expect(pin.moves).toHaveLength(2);
});

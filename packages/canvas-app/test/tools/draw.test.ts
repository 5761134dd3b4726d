import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { loadShapes } from '../../src/gestures/shape-recognition-loader.ts';
import { board } from '../helpers/board.ts';

const pointsOf = (element: { readonly kind: string }): number[] =>
  'points' in element ? [...(element.points as { xy: Float32Array }).xy] : [];

describe('the pen', () => {
  test('keeps every sample and makes one element and one undo step', () => {
    const t = board().tool('pen').press(10, 10).move(20, 30).move(40, 20).release();
    const stroke = t.only();
    expect(stroke).toMatchObject({ kind: 'stroke', x: 10, y: 10 });
    expect(pointsOf(stroke)).toEqual([0, 0, 10, 20, 30, 10]);
    expect(t.undo().all()).toEqual([]);
  });

  test('a tap is a dot', () => {
    const stroke = board().tool('pen').click(50, 60).only();
    expect(pointsOf(stroke)).toEqual([0, 0]);
  });

  test('draws nothing into the document before it is lifted, and Escape leaves no trace', () => {
    const t = board().tool('pen').press(10, 10).move(20, 30);
    expect(t.all()).toEqual([]);
    expect(t.editor.draft.value.created).toHaveLength(1);
    t.key('escape');
    expect(t.editor.draft.value.created).toEqual([]);
    expect(t.editor.canUndo.value).toBe(false);
  });

  test.each<[string, readonly (number | undefined)[], readonly number[] | undefined]>([
    ['when it leaves', [0.1, 0.2, undefined], [26, 51, 51]],
    ['when it comes down', [undefined, 0.2, 0.4], [51, 51, 102]],
    ['on the way', [0.1, undefined, 0.4], [26, 26, 102]],
    ['all the way', [undefined, undefined, undefined], undefined],
  ])('that says no pressure %s takes that of its neighbor', (_name, [first, second, third], expected) => {
    const of = (pressure: number | undefined) => ({
      device: 'pen' as const,
      ...(pressure === undefined ? {} : { pressure }),
    });
    const stroke = board()
      .tool('pen')
      .press(0, 0, of(first))
      .move(20, 0, of(second))
      .move(40, 5, of(third))
      .release(of(third))
      .only();
    const { pressure } = (stroke as unknown as { points: { pressure?: Uint8Array } }).points;
    expect(pressure && [...pressure]).toEqual(expected);
  });

  test('with Shift draws straight from where Shift went down', () => {
    const stroke = board()
      .tool('pen')
      .press(0, 0)
      .move(10, 10)
      .move(50, 10, { shift: true })
      .move(90, 10, { shift: true })
      .release({ shift: true })
      .only();
    expect(pointsOf(stroke)).toEqual([0, 0, 10, 10, 90, 10]);
  });

  test('with Shift draws in steps of 15°, from the start when Shift was held from the start', () => {
    const stroke = board()
      .tool('pen')
      .press(0, 0, { shift: true })
      .move(50, 5, { shift: true })
      .move(100, 4, { shift: true })
      .release({ shift: true })
      .only();
    expect(pointsOf(stroke).map(Math.round)).toEqual([0, 0, 100, 0]);
  });

  test('shows where the pen is expected next, and keeps nothing of it', () => {
    const t = board()
      .tool('pen')
      .press(0, 0)
      .move(10, 0, { time: 8, predicted: [20, 0] });
    const { created, ahead } = t.editor.draft.value;
    expect(created.map(pointsOf)).toEqual([[0, 0, 10, 0]]);
    expect(ahead && pointsOf(ahead)).toEqual([0, 0, 10, 0, 20, 0]);
    expect(pointsOf(t.release().only())).toEqual([0, 0, 10, 0]);
  });

  test('that says nothing but a half is not believed to measure pressure', () => {
    const how = { device: 'pen', pressure: 0.5 } as const;
    const stroke = board().tool('pen').press(0, 0, how).move(9, 9, how).release(how).only();
    expect('points' in stroke && stroke.points.pressure).toBeUndefined();
  });

  test('stores pressure only when the device measured it', () => {
    const mouse = board().tool('pen').press(0, 0).move(9, 9).release().only();
    const pen = board()
      .tool('pen')
      .press(0, 0, { device: 'pen', pressure: 0.2 })
      .move(9, 9, { device: 'pen', pressure: 0.8 })
      .release({ device: 'pen', pressure: 0.8 })
      .only();
    expect(mouse).toMatchObject({ points: { xy: expect.anything() } });
    expect('points' in mouse && mouse.points.pressure).toBeUndefined();
    expect('points' in pen && [...(pen.points.pressure ?? [])]).toEqual([51, 204, 204].slice(0, 2));
  });

  test('at high zoom keeps more of the hand than a sixteenth of a unit', () => {
    const t = board().tool('pen');
    t.editor.setCamera({ x: 0, y: 0, zoom: 8 });
    const stroke = t.press(0, 0).move(1, 0).move(3, 1).release().only();
    expect(pointsOf(stroke)[2]).toBeCloseTo(1 / 8, 2);
    expect(pointsOf(stroke)[5]).toBeCloseTo(1 / 8, 2);
  });

  test('stays in the hand after drawing', () => {
    const t = board().tool('pen').press(0, 0).move(9, 9).release();
    expect(t.editor.tool.value).toBe('pen');
  });
});

/** Draws along corners in steps of 5 units, without letting go. */
const along = (t: ReturnType<typeof board>, ...corners: readonly (readonly [number, number])[]) => {
  const [first = [0, 0], ...rest] = corners;
  t.press(...first);
  let [x, y] = first;
  for (const [toX, toY] of rest) {
    const steps = Math.ceil(Math.hypot(toX - x, toY - y) / 5);
    for (let i = 1; i <= steps; i++) t.move(x + ((toX - x) * i) / steps, y + ((toY - y) * i) / steps);
    [x, y] = [toX, toY];
  }
  return t;
};

describe('ink that is held still at its end', () => {
  beforeAll(loadShapes);
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const box = [
    [100, 100],
    [300, 103],
    [298, 200],
    [102, 198],
    [101, 102],
  ] as const;

  test('becomes the shape it looks like, as wide and of the color of the ink', () => {
    const t = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(499);
    expect(t.editor.draft.value.created[0]?.kind).toBe('stroke');
    vi.advanceTimersByTime(1);
    expect(t.editor.draft.value.created[0]?.kind).toBe('rect');
    const shape = t.release().only();
    expect(shape).toMatchObject({ kind: 'rect', strokeWidth: 4, fill: 'none', rotation: 0, color: '#24272c' });
    expect(t.editor.tool.value).toBe('pen');
  });

  test.each([
    [
      'line',
      [
        [0, 0],
        [200, 30],
      ],
    ],
    [
      'arrow',
      [
        [0, 0],
        [200, 0],
        [165, -28],
        [200, 0],
        [165, 28],
      ],
    ],
    [
      'diamond',
      [
        [100, 0],
        [200, 60],
        [100, 120],
        [0, 60],
        [98, 2],
      ],
    ],
  ] as const)('becomes a %s', (kind, corners) => {
    const t = along(board().tool('pen'), ...corners);
    vi.advanceTimersByTime(500);
    expect(t.release().only().kind).toBe(kind);
  });

  test('gives the ink back with the first undo, and is gone with the second', () => {
    const t = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(500);
    t.release().undo();
    expect(t.only().kind).toBe('stroke');
    expect(pointsOf(t.only()).length).toBeGreaterThan(100);
    expect(t.undo().all()).toEqual([]);
  });

  test.each(['escape', 'mod+z'])('gives the ink back with %s, and the pen goes on', (chord) => {
    const t = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(500);
    t.key(chord);
    expect(t.editor.draft.value.created[0]?.kind).toBe('stroke');
    t.move(120, 140).release();
    expect(t.only().kind).toBe('stroke');
    expect(pointsOf(t.only()).slice(-2)).toEqual([20, 40]);
  });

  test('follows the pointer until it is let go: a box grows from the corner across, a line turns with its end', () => {
    const t = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(500);
    const before = t.editor.draft.value.created[0];
    t.move(0, 52).release();
    const after = t.only();
    if (before?.kind !== 'rect' || after.kind !== 'rect') throw new Error('no rectangle');
    expect(after.width).toBeGreaterThan(1.4 * before.width);
    expect(after.x + after.width).toBeCloseTo(before.x + before.width, -1);
    const line = along(board().tool('pen'), [0, 0], [200, 0]);
    vi.advanceTimersByTime(500);
    line.move(0, 150).release();
    expect(pointsOf(line.only())).toEqual([0, 0, 0, 150]);
  });

  test('stays ink when it was not still, when it looks like nothing, and when it was let go', () => {
    const moving = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(300);
    moving.move(101, 112);
    vi.advanceTimersByTime(300);
    expect(moving.release().only().kind).toBe('stroke');
    const scrawl = along(board().tool('pen'), [0, 0], [40, 80], [80, 0], [120, 80], [160, 0]);
    vi.advanceTimersByTime(2_000);
    expect(scrawl.release().only().kind).toBe('stroke');
    const done = along(board().tool('pen'), ...box).release();
    vi.advanceTimersByTime(2_000);
    expect(done.only().kind).toBe('stroke');
  });

  test('keeps the size it was dragged to, however long it is held there', () => {
    const t = along(board().tool('pen'), ...box);
    vi.advanceTimersByTime(500);
    t.move(0, 52);
    const dragged = t.editor.draft.value.created[0];
    vi.advanceTimersByTime(2_000);
    expect(t.release().only()).toMatchObject({ width: dragged?.kind === 'rect' && dragged.width });
  });

  test('stays ink when it has fewer samples than a hand gives', () => {
    const t = board().tool('pen').press(0, 0).move(100, 0).move(200, 0);
    vi.advanceTimersByTime(2_000);
    expect(t.release().only().kind).toBe('stroke');
  });

  test('stays ink when it was drawn straight with Shift', () => {
    const t = board().tool('pen').press(0, 0, { shift: true }).move(200, 0, { shift: true });
    vi.advanceTimersByTime(2_000);
    expect(t.release({ shift: true }).only().kind).toBe('stroke');
  });

  test('trembling by less than three pixels is still', () => {
    const t = along(board().tool('pen'), ...box);
    for (let i = 0; i < 10; i++) {
      t.move(101 + (i % 2), 102 + (i % 2));
      vi.advanceTimersByTime(60);
    }
    expect(t.editor.draft.value.created[0]?.kind).toBe('rect');
    t.key('escape').key('escape');
    expect(t.editor.draft.value.created).toEqual([]);
  });

  test('of a highlighter becomes straight and stays ink', () => {
    const t = board().tool('pen');
    t.editor.setPreference('style', { ...t.editor.style.value, brush: 'highlighter' });
    along(t, [0, 0], [200, 6]);
    vi.advanceTimersByTime(500);
    const straight = t.release().only();
    expect(straight).toMatchObject({ kind: 'stroke', brush: 'highlighter' });
    expect(pointsOf(straight)).toHaveLength(4);
  });
});

describe('shape tools', () => {
  test.each([
    ['rect', 'rect'],
    ['ellipse', 'ellipse'],
    ['diamond', 'diamond'],
  ] as const)('%s is dragged out, selected, and select is next', (tool, kind) => {
    const t = board().tool(tool).press(10, 20).move(110, 80).release();
    expect(t.only()).toMatchObject({ kind, x: 10, y: 20, width: 100, height: 60 });
    expect([...t.editor.selection.value]).toEqual([t.only().id]);
    expect(t.editor.tool.value).toBe('select');
  });

  test('Shift makes it square, Alt grows it from the middle', () => {
    expect(
      board().tool('rect').press(10, 20).move(110, 80, { shift: true }).release({ shift: true }).only(),
    ).toMatchObject({ width: 100, height: 100 });
    expect(
      board().tool('rect').press(100, 100).move(150, 130, { alt: true }).release({ alt: true }).only(),
    ).toMatchObject({
      x: 50,
      y: 70,
      width: 100,
      height: 60,
    });
  });

  test('a click makes one of ordinary size around the pointer', () => {
    expect(board().tool('rect').click(500, 400).only()).toMatchObject({ x: 420, y: 350, width: 160, height: 100 });
  });

  test('a locked tool stays', () => {
    const t = board().key('q').tool('rect').press(10, 20).move(110, 80).release();
    expect(t.editor.tool.value).toBe('rect');
  });

  test('an arrow turns in steps of 15° with Shift, and a tiny one is nothing', () => {
    const arrow = board().tool('arrow').press(0, 0).move(100, 4, { shift: true }).release({ shift: true }).only();
    expect(arrow).toMatchObject({ kind: 'arrow', heads: ['none', 'arrow'] });
    expect(pointsOf(arrow)[3]).toBe(0);
    expect(board().tool('line').press(0, 0).move(1, 1).release().all()).toEqual([]);
  });
});

describe('the eraser', () => {
  const line = (y: number) => ({ kind: 'line', x: 0, y, points: { xy: new Float32Array([0, 0, 100, 0]) } }) as const;

  test('fades what it touches and deletes it in one step when lifted', () => {
    const t = board(line(0), line(20), line(200)).tool('eraser').press(50, -5).move(50, 30);
    expect(t.editor.draft.value.fading.size).toBe(2);
    expect(t.all()).toHaveLength(3);
    expect(t.release().all()).toHaveLength(1);
    expect(t.undo().all()).toHaveLength(3);
  });

  test('Alt takes marks back, Escape takes all back', () => {
    const t = board(line(0), line(20)).tool('eraser').press(50, -5).move(50, 30).move(50, 15, { alt: true });
    expect(t.editor.draft.value.fading.size).toBe(1);
    expect(t.key('escape').release().all()).toHaveLength(2);
  });

  test('leaves what is locked', () => {
    const t = board({ ...line(0), locked: true })
      .tool('eraser')
      .press(50, -5)
      .move(50, 5)
      .release();
    expect(t.all()).toHaveLength(1);
  });
});

describe('a shape dragged out and taken back', () => {
  test.each(['rect', 'ellipse', 'diamond', 'sticky'] as const)('is none: %s', (tool) => {
    const t = board().tool(tool).press(100, 100).move(200, 200).move(101, 101).release();
    expect(t.all()).toEqual([]);
    expect(t.editor.draft.value.created).toEqual([]);
    expect(t.editor.tool.value).toBe(tool);
  });
});

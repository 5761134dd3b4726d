import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CommandContext } from '../src/commands/command.ts';
import { commands } from '../src/commands/table.ts';
import { atBoard, stubBrowser } from './helpers/at-board.ts';
import type { TestBoard } from './helpers/board.ts';

const drawn = ({ t }: { readonly t: TestBoard }): number => t.editor.draft.value.created.length;

beforeEach(stubBrowser);
afterEach(() => vi.unstubAllGlobals());

describe('fingers without a pen', () => {
  test('one draws', () => {
    const { t, finger } = atBoard();
    finger.down(10, 10);
    finger.move(50, 50);
    finger.up(60, 60);
    expect(t.only().kind).toBe('stroke');
  });

  test('two pan and zoom, and take back the stroke the first one had begun', () => {
    const at = atBoard();
    at.finger.down(100, 100, { id: 1 });
    at.finger.move(110, 100, { id: 1 });
    expect(drawn(at)).toBe(1);
    at.finger.down(200, 100, { id: 2 });
    expect(drawn(at)).toBe(0);
    at.finger.move(290, 100, { id: 2 });
    expect(at.t.editor.camera.value.zoom).toBeCloseTo(2);
    at.finger.up(110, 100, { id: 1 });
    at.finger.move(300, 100, { id: 2 });
    at.finger.up(300, 100, { id: 2 });
    expect(at.t.all()).toEqual([]);
    expect(at.undone).toEqual([]);
  });

  test('two pan and zoom where the second comes down on what lies over the paper, on an island while a pinch may begin', () => {
    for (const [on, after, joins] of [
      ['border', 0, true],
      ['border', 2_000, true],
      ['island', 400, true],
      ['island', 600, false],
    ] as const) {
      const at = atBoard();
      at.finger.down(100, 100, { id: 1 });
      at.pass(after);
      expect(at.fingerOver(on, 200, 100, { id: 2 })).toBe(!joins);
      at.finger.move(300, 100, { id: 2 });
      expect(at.t.editor.camera.value.zoom).toBeCloseTo(joins ? 2 : 1);
      at.input.stop();
    }
    const alone = atBoard();
    expect(alone.fingerOver('border', 200, 100, { id: 1 })).toBe(true);
    alone.input.stop();
  });

  test('a tap of two undoes, of three redoes, and neither leaves a dot', () => {
    const { t, finger, undone, pass } = atBoard();
    for (const fingers of [2, 3]) {
      for (let id = 1; id <= fingers; id++) finger.down(100 * id, 100, { id });
      pass(100);
      for (let id = 1; id <= fingers; id++) finger.up(100 * id, 100, { id });
      pass(1_000);
    }
    expect(undone).toEqual(['undo', 'redo']);
    expect(t.all()).toEqual([]);
  });

  test('a tap that is long or that moves is none', () => {
    const { finger, undone, pass } = atBoard();
    finger.down(100, 100, { id: 1 });
    finger.down(200, 100, { id: 2 });
    pass(400);
    finger.up(100, 100, { id: 1 });
    finger.up(200, 100, { id: 2 });
    finger.down(100, 100, { id: 1 });
    finger.down(200, 100, { id: 2 });
    finger.move(100, 140, { id: 1 });
    finger.up(100, 140, { id: 1 });
    finger.up(200, 100, { id: 2 });
    expect(undone).toEqual([]);
  });

  test('a wide one draws, as some fingers and some screens are', () => {
    const { t, finger } = atBoard();
    finger.down(10, 10, { size: 80 });
    finger.move(50, 50, { size: 80 });
    finger.up(60, 60, { size: 80 });
    expect(t.only().kind).toBe('stroke');
  });
});

describe('once a pen was seen', () => {
  test('fingers draw again when a person says so, and still do after the pen was used again', () => {
    const at = atBoard();
    const line = (hand: typeof at.finger, y: number) => {
      hand.down(100, y, { id: 3 });
      hand.move(150, y, { id: 3 });
      hand.up(150, y, { id: 3 });
    };
    at.pen.move(50, 50, { buttons: 0 });
    expect(at.t.editor.penMode.value).toBe('alone');
    line(at.finger, 100);
    expect(at.t.all()).toHaveLength(0);
    commands['view.fingersDraw']?.run({ editor: at.t.editor } as CommandContext);
    line(at.finger, 200);
    line(at.pen, 300);
    line(at.finger, 400);
    expect(at.t.all()).toHaveLength(3);
    // As on the next page: what was said is kept, and holds once a pen is seen.
    at.t.editor.setPenMode('unseen');
    at.pen.move(50, 50, { buttons: 0 });
    expect(at.t.editor.penMode.value).toBe('shared');
  });

  test('a palm draws nothing, not even when it grows out of a finger', () => {
    const at = atBoard();
    at.pen.move(50, 50, { buttons: 0 });
    at.t.editor.setPenMode('shared');
    at.finger.down(100, 100, { size: 90 });
    at.finger.move(150, 100, { size: 90 });
    at.finger.up(150, 100, { size: 90 });
    at.finger.down(100, 100, { size: 30 });
    at.finger.move(110, 100, { size: 30 });
    at.finger.move(120, 100, { size: 80 });
    expect(drawn(at)).toBe(0);
    at.finger.up(120, 100, { size: 80 });
    expect(at.t.all()).toEqual([]);
  });

  test('the pen draws and one finger pans', () => {
    const { t, pen, finger } = atBoard();
    pen.down(10, 10);
    pen.move(50, 50);
    pen.up(50, 50);
    finger.down(300, 300, { id: 2 });
    finger.move(340, 320, { id: 2 });
    finger.up(340, 320, { id: 2 });
    expect(t.all()).toHaveLength(1);
    expect(t.editor.camera.value).toMatchObject({ x: -40, y: -20 });
  });

  test('a hand that rests on the paper does not take it along', () => {
    const { t, pen, finger } = atBoard();
    pen.move(10, 10, { buttons: 0 });
    finger.down(300, 300, { id: 2 });
    for (let i = 0; i < 6; i++) finger.move(300 + (i % 3), 300 - (i % 2), { id: 2 });
    finger.up(301, 300, { id: 2 });
    expect(t.editor.camera.value).toEqual({ x: 0, y: 0, zoom: 1 });
  });

  test('be it only near the paper, a finger draws no more', () => {
    const at = atBoard();
    at.pen.move(10, 10, { buttons: 0 });
    at.finger.down(300, 300, { id: 2 });
    at.finger.move(340, 320, { id: 2 });
    expect(drawn(at)).toBe(0);
  });

  test('a palm that rests on the paper before the pen comes down leaves nothing', () => {
    const at = atBoard();
    at.finger.down(300, 300, { id: 2 });
    at.finger.move(303, 300, { id: 2 });
    expect(drawn(at)).toBe(1);
    at.pen.down(100, 100);
    at.pen.move(120, 120);
    at.finger.move(310, 310, { id: 2 });
    at.pen.up(120, 120);
    at.finger.up(310, 310, { id: 2 });
    expect(at.t.only()).toMatchObject({ x: 100, y: 100 });
    expect(at.t.editor.camera.value).toMatchObject({ x: 0, y: 0 });
  });

  test('hands that touch the paper while the pen is down do nothing', () => {
    const { t, pen, finger, undone } = atBoard();
    pen.down(100, 100);
    finger.down(300, 300, { id: 2 });
    finger.down(400, 300, { id: 3 });
    finger.move(350, 350, { id: 2 });
    pen.move(140, 100);
    finger.up(350, 350, { id: 2 });
    finger.up(400, 300, { id: 3 });
    pen.move(150, 100);
    pen.up(150, 100);
    expect(t.only().kind).toBe('stroke');
    expect(t.editor.camera.value).toEqual({ x: 0, y: 0, zoom: 1 });
    expect(undone).toEqual([]);
  });

  test('a second finger takes back what the first has just begun, and keeps what it drew for longer', () => {
    const person = atBoard();
    const { t, finger, pass } = person;
    const draw = (ms: number) => {
      finger.down(100, 100, { id: 2 });
      finger.move(140, 100, { id: 2 });
      pass(ms);
      finger.move(180, 100, { id: 2 });
      finger.down(400, 300, { id: 3 });
      finger.up(180, 100, { id: 2 });
      finger.up(400, 300, { id: 3 });
    };
    draw(100);
    expect(t.all()).toEqual([]);
    draw(1_000);
    expect(t.only().kind).toBe('stroke');
    expect(drawn(person)).toBe(0);
  });

  test('two fingers that pinch give way to the pen', () => {
    const { t, pen, finger } = atBoard();
    finger.down(300, 300, { id: 2 });
    finger.down(400, 300, { id: 3 });
    pen.down(100, 100);
    pen.move(140, 100);
    finger.move(500, 300, { id: 3 });
    pen.up(140, 100);
    expect(t.only().kind).toBe('stroke');
    expect(t.editor.camera.value.zoom).toBe(1);
  });

  test.each([
    ['the barrel button', { button: 2, buttons: 2 }],
    ['the barrel button held while the tip comes down', { button: 0, buttons: 3 }],
    ['the eraser end', { button: 5, buttons: 32 }],
  ])('%s erases no matter which tool', (_name, contact) => {
    const { t, pen } = atBoard();
    pen.down(10, 10);
    pen.move(80, 10);
    pen.up(80, 10);
    pen.down(40, 0, contact);
    pen.move(40, 20, contact);
    pen.up(40, 20, { ...contact, buttons: 0 });
    expect(t.all()).toEqual([]);
    expect(t.editor.tool.value).toBe('pen');
  });
});

describe('a pen', () => {
  test('that is laid over counts as pressed harder, an upright one as it presses', () => {
    const { pen, presses } = atBoard();
    for (const tilt of [0, 30, 85]) {
      pen.down(10, 10, { pressure: 0.5, tilt });
      pen.up(10, 10);
    }
    expect(presses.map(({ pressure }) => pressure)).toEqual([0.5, 0.5, 0.8]);
  });
});

describe('a pointer that is lost', () => {
  test.each(['mouse', 'pen'] as const)('a %s without its capture leaves the ink and frees the tool', (device) => {
    const at = atBoard();
    at[device].down(10, 10);
    at[device].move(50, 50);
    at[device].lose();
    expect(at.t.only().kind).toBe('stroke');
    expect(drawn(at)).toBe(0);
    at[device].down(100, 100);
    at[device].move(150, 150);
    at[device].up(150, 150);
    expect(at.t.all()).toHaveLength(2);
  });

  test('a finger that the system takes at once leaves nothing, one that drew for a while leaves its ink', () => {
    const { t, finger, pass } = atBoard();
    finger.down(10, 10);
    finger.move(50, 50);
    pass(100);
    finger.cancel();
    expect(t.all()).toEqual([]);
    finger.down(10, 10);
    finger.move(50, 50);
    pass(900);
    finger.cancel();
    expect(t.all()).toHaveLength(1);
  });

  test('whose release nobody heard ends with the next movement or press', () => {
    const { t, mouse } = atBoard();
    mouse.down(10, 10);
    mouse.move(50, 50);
    mouse.move(60, 60, { buttons: 0 });
    expect(t.all()).toHaveLength(1);
    mouse.down(10, 10);
    mouse.move(50, 50);
    mouse.down(200, 200);
    mouse.move(250, 250);
    mouse.up(250, 250);
    expect(t.all()).toHaveLength(3);
  });

  test('with the window keeps the ink; what was being dragged goes back', () => {
    const at = atBoard();
    at.mouse.down(10, 10);
    at.mouse.move(50, 50);
    at.blur();
    const ink = at.t.only();
    at.t.tool('select');
    at.mouse.down(30, 30);
    at.mouse.move(90, 90);
    at.blur();
    expect(at.t.only()).toBe(ink);
    expect(at.t.editor.draft.value.changed.size).toBe(0);
  });
});

import { describe, expect, test } from 'vitest';
import { templateNames, templates } from '../src/features/templates/list.ts';
import { elementsFor } from '../src/features/templates/make.ts';
import { board } from './helpers/board.ts';

Object.assign(globalThis, { document: { ...globalThis.document, documentElement: { lang: 'en', dir: 'ltr' } } });

describe.each(templateNames)('the template %s', (name) => {
  test.each([false, true])('is a frame with all in it, from right to left: %s', (isRightToLeft) => {
    const made = templates[name]();
    const elements = elementsFor(made, { x: 1_000 - made.w / 2, y: -500 - made.h / 2 }, isRightToLeft);
    const t = board();
    t.editor.board.edit((writer) => writer.addAll(elements));
    const [frame, ...all] = t.all();
    expect(frame).toMatchObject({ kind: 'frame', name: made.name, x: 1_000 - made.w / 2, width: made.w });
    expect(all.length).toBe(made.pieces.length);
    for (const { id, frame: within } of all) {
      expect(within).toBe(frame?.id);
      const box = t.editor.index.bounds(id);
      if (box === undefined) throw new Error('it has no box');
      expect(box.x).toBeGreaterThanOrEqual(1_000 - made.w / 2);
      expect(box.y).toBeGreaterThanOrEqual(-500 - made.h / 2);
      expect(box.x + box.w).toBeLessThanOrEqual(1_000 + made.w / 2);
      expect(box.y + box.h).toBeLessThanOrEqual(-500 + made.h / 2);
    }
    t.editor.undo();
    expect(t.all()).toEqual([]);
  });
});

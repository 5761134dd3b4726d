import type { NewElement } from '@gesso/crdt-schema';
import { verticesOf } from '@gesso/drawing';
import { expect, test } from 'vitest';
import { board, type TestBoard } from '../../../test/helpers/board.ts';
import { type CropPatch, uncropped } from './crop.ts';
import { crop, cropped, croppedWithArrows } from './crop-with-arrows.ts';

const picture = 'picture-----';
const arrow = 'arrow-------';

/** An arrow that points at a place in a picture from 400, 400 to 600, 500. */
const pointed = () =>
  board(
    { id: picture, kind: 'image', asset: 'a'.repeat(43), x: 400, y: 400, width: 200, height: 100 } as NewElement,
    {
      ...{ id: arrow, kind: 'arrow', x: 0, y: 0, points: { xy: Float32Array.from([0, 0, 450, 450]) } },
      end: { element: picture, at: [0.25, 0.5], exact: true },
    } as NewElement,
  );

const pictureOf = ({ editor }: TestBoard) => {
  const element = editor.board.get(picture);
  if (element?.kind !== 'image') throw new Error('no picture');
  return element as Parameters<typeof uncropped>[0];
};
const tip = ({ editor }: TestBoard) => {
  const drafted = editor.shownDrafts.value.flatMap(({ changed }) => changed.get(arrow) ?? []).at(-1);
  const { x, y } = verticesOf(drafted ?? editor.board.get(arrow) ?? ({} as never))?.at(-1) ?? { x: 0, y: 0 };
  return [Math.round(x), Math.round(y)];
};
const half: CropPatch = { x: 420, y: 400, width: 100, height: 80, crop: [0.1, 0, 0.5, 0.8] };
const without: CropPatch = { x: 500, y: 400, width: 100, height: 100, crop: [0.5, 0, 0.5, 1] };

test('an arrow keeps its place in a picture that is cropped, also outside the part, and an undo gives both back', () => {
  for (const part of [half, without]) {
    const t = pointed();
    expect(tip(t)).toEqual([450, 450]);
    crop(t.editor, pictureOf(t), part);
    expect(tip(t)).toEqual([450, 450]);
    t.editor.board.edit((writer) => writer.patch(picture, { x: part.x + 100 }));
    expect(tip(t)).toEqual([550, 450]);
    t.undo();
    crop(t.editor, pictureOf(t), uncropped(pictureOf(t)));
    expect(pictureOf(t).crop).toBeUndefined();
    expect(tip(t)).toEqual([450, 450]);
    t.undo().undo();
    expect(t.editor.board.get(arrow)).toMatchObject({ end: { at: [0.25, 0.5] } });
    expect(tip(t)).toEqual([450, 450]);
  }
});

test('an arrow keeps its place while the part is chosen', () => {
  const t = pointed();
  const was = pictureOf(t);
  const changed = croppedWithArrows(t.editor, was, cropped(was, half));
  t.editor.showDraft({ ...t.editor.draft.value, changed });
  expect(tip(t)).toEqual([450, 450]);
});

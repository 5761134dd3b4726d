import { type Element, type ElementId, type Patch, type PictureElement, patched } from '@gesso/crdt-schema';
import type { Editor } from '../../editor/editor.ts';
import { type CropPatch, keptPlaces } from './crop.ts';

/** The picture as it would be stored now. */
export const cropped = (picture: PictureElement, patch: CropPatch | undefined): PictureElement =>
  patch === undefined ? picture : (patched(picture, patch) as PictureElement);

/** What is to be changed of arrows that point into a picture, so that they point at the same places of it. */
const arrowsKept = (
  { board }: Editor,
  was: PictureElement,
  now: PictureElement,
): readonly (readonly [Element, Patch])[] =>
  [...board.dependents(was.id)].flatMap((id) => {
    const arrow = board.get(id);
    const patch = arrow && keptPlaces(arrow, was, now);
    return arrow && patch ? [[arrow, patch] as const] : [];
  });

/** The picture and its arrows as they would be stored now. */
export const croppedWithArrows = (
  editor: Editor,
  was: PictureElement,
  now: PictureElement,
): ReadonlyMap<ElementId, Element> =>
  new Map([
    [now.id, now],
    ...arrowsKept(editor, was, now).map(([arrow, patch]) => [arrow.id, patched(arrow, patch)] as const),
  ]);

/** Crops a picture and leaves the arrows that point into it where they point, in one step. */
export const crop = (editor: Editor, picture: PictureElement, patch: CropPatch): void =>
  editor.board.edit((writer) => {
    for (const [arrow, kept] of arrowsKept(editor, picture, cropped(picture, patch))) writer.patch(arrow.id, kept);
    writer.patch(picture.id, patch);
  });

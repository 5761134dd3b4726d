import { Failure, snap } from '@gesso/crdt-schema';
import { type Box, boxOf, containsBox, unionAll } from '@gesso/drawing';
import { type ScreenPoint, toBoard } from '../../editor/camera.ts';
import { asDrawn, copiesOf } from '../../editor/create-element.ts';
import { besideOthers } from '../../input/paste.ts';
import type { App } from '../../ui/app-context.ts';
import { sentenceOf } from '../../ui/sentence.ts';
import { say } from '../../words/later.ts';
import { type Content, contentOf } from './piece.ts';
import type { ReadPiece, TakeFiles } from './uses.ts';

/** The box that elements of a piece fill. */
export const boxOfContent = ({ elements }: Content): Box =>
  unionAll(elements.map((element) => boxOf(asDrawn(element)))) ?? { x: 0, y: 0, w: 0, h: 0 };

/** Puts elements about a place of the screen, or in the middle of the view, where all of it is shown then. */
function putElements({ editor }: App, content: Content, at: ScreenPoint | undefined): void {
  const [first] = content.elements;
  if (first === undefined) return;
  const box = boxOfContent(content);
  const view = editor.viewBox();
  const middle = at ? toBoard(editor.camera.peek(), at) : { x: view.x + view.w / 2, y: view.y + view.h / 2 };
  const by = { x: snap(middle.x - box.x - box.w / 2), y: snap(middle.y - box.y - box.h / 2) };
  const place = at
    ? { x: first.x + by.x, y: first.y + by.y }
    : besideOthers(editor, { x: snap(first.x + by.x), y: snap(first.y + by.y) });
  const copies = copiesOf(content.elements, { x: place.x - first.x, y: place.y - first.y });
  const ids = editor.board.edit((writer) => writer.addAll(copies));
  editor.setTool('select');
  editor.select(ids);
  const put = { ...box, x: box.x + place.x - first.x, y: box.y + place.y - first.y };
  if (at === undefined && !containsBox(view, put)) editor.zoomTo('selection');
}

/** Puts a piece on the board as one step, selected. Returns whether it could; a person is told why not. */
export function putPiece(app: App, { name, text }: ReadPiece, takeFiles: TakeFiles, at?: ScreenPoint): boolean {
  const { editor, shell, byHand } = app;
  const content = contentOf(text);
  if (!editor.canEdit.peek()) {
    shell.tell(sentenceOf(new Failure('FORBIDDEN')), 'error');
    return false;
  }
  if (content === undefined) {
    shell.tell(say('library.damaged'), 'error');
    return false;
  }
  if (content.pictures.size > 0) {
    takeFiles([new File([text], `${name || 'piece'}.gesso`)], at);
    return true;
  }
  return (
    byHand(() => {
      putElements(app, content, at);
      return true;
    }) === true
  );
}

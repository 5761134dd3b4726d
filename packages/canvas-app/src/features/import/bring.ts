import { Failure, importComments, limits, type NewElement, snap } from '@gesso/crdt-schema';
import { type Box, containsBox, type Vec } from '@gesso/drawing';
import { type ScreenPoint, toBoard } from '../../editor/camera.ts';
import { freePlace } from '../../editor/free-place.ts';
import { refusalOf } from '../../ui/sentence.ts';
import { asRefusal, type HeldPicture, type Report, reasonOf, refusal } from './format.ts';
import { type FormatName, formatOf } from './formats.ts';
import type { Here } from './here.ts';
import { importLimits } from './limits.ts';
import { fileOf } from './mirror-picture.ts';
import { openFile } from './open-file.ts';
import type { OpenFile } from './open-job.ts';
import { tellOfReading, tellRefused, tellReport } from './tell.ts';

export { readPieces, refusedWords } from './pieces.ts';

/** Takes a picture that a file held, under the name that elements have for it; false where no server takes it. */
export type SendPicture = (asset: string, file: File) => Promise<boolean>;

/** What was brought from a file. */
export interface BroughtFile {
  readonly ids: readonly string[];
  readonly report: Report;
}

/** How elements come onto the board. */
interface Way {
  /** The middle of the place where they go; absent = where they were. */
  readonly to?: Vec;
  /** Whether they go beside everything where something lies at that place: a person has not pointed at it. */
  readonly isBeside?: boolean;
  readonly signal: AbortSignal;
  readonly sendPicture: SendPicture;
  /** What the file is called. */
  readonly name: string;
  onPage?(page: number, pages: number): void;
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

const shifted = (element: NewElement, { x, y }: Vec): NewElement => ({
  ...element,
  x: snap(element.x + x),
  y: snap(element.y + y),
});

/** Pictures on their way, by their names; those that no server takes are left out. */
async function sendPictures(pictures: ReadonlyMap<string, HeldPicture>, { signal, sendPicture }: Way) {
  const refused = new Set<string>();
  for (const [asset, picture] of pictures) {
    signal.throwIfAborted();
    if (!(await sendPicture(asset, await fileOf(picture)))) refused.add(asset);
  }
  return refused;
}

/** The elements of one turn that come onto the board: none that is there, and none whose picture no server takes. */
const due = ({ editor }: Here, elements: readonly NewElement[], isOwn: boolean, refused: ReadonlySet<string>) =>
  elements.filter(
    (element) =>
      !(isOwn && element.id !== undefined && editor.board.get(element.id) !== undefined) &&
      !('asset' in element && refused.has(element.asset)),
  );

/** What is thrown where a person undoes what has come so far: they have given it up. */
class TakenBack extends Error {}

/** Whether all that has come is gone, told by its first and its last. */
const isTakenBack = ({ editor }: Here, ids: readonly string[]): boolean =>
  ids.length > 0 && [ids[0], ids.at(-1)].every((id = '') => editor.board.get(id) === undefined);

/** Puts the elements of one turn on the board; of those that no board holds none. */
function putTurn({ editor }: Here, elements: readonly NewElement[], step: object): readonly string[] {
  try {
    return editor.board.edit((writer) => writer.addAll(elements), step);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind.retry || error.code === 'BOARD_FULL') throw error;
  }
  // One of them lies too far away, or its points from each other: the others do not go with it.
  return editor.board.edit(
    (writer) =>
      elements.flatMap((element) => {
        try {
          return writer.add(element);
        } catch {
          return [];
        }
      }),
    step,
  );
}

/** Puts elements on the board, turn by turn, as one step. What was put there is taken away again where it ends before it is done. */
async function putAll(here: Here, file: OpenFile, by: Vec, refused: ReadonlySet<string>, signal: AbortSignal) {
  const { editor } = here;
  const step = {};
  const ids: string[] = [];
  let [full, unreadable] = [0, 0];
  // The next elements are on their way while those before are put on the board.
  const elementsOf = (turn: number) => {
    const coming = file.elementsOf(turn);
    coming.catch(() => undefined);
    return coming;
  };
  try {
    for (let turn = 0, coming = elementsOf(0); turn < file.turns; turn += 1) {
      const all = due(here, await coming, file.isOwn, refused);
      if (turn + 1 < file.turns) coming = elementsOf(turn + 1);
      await nextTurn();
      signal.throwIfAborted();
      if (!editor.canEdit.peek()) throw new Failure('FORBIDDEN');
      if (isTakenBack(here, ids)) throw new TakenBack();
      const room = Math.max(0, limits.boardElements - editor.board.size);
      const elements = all.slice(0, room).map((element) => shifted(element, by));
      full += all.length - elements.length;
      if (elements.length === 0) continue;
      const put = putTurn(here, elements, step);
      ids.push(...put);
      unreadable += elements.length - put.length;
    }
  } catch (error) {
    if (editor.canEdit.peek() && !(error instanceof TakenBack))
      editor.board.edit((writer) => {
        for (const id of ids) writer.remove(id);
      }, step);
    throw error;
  }
  if (ids.length === 0 && unreadable > 0) throw refusal('empty');
  return { ids, full, unreadable };
}

/** By how much all of a file is moved. */
function moveOf({ editor }: Here, { box, isOwn }: OpenFile, { to, isBeside }: Way): Vec {
  if (isOwn || to === undefined) return { x: 0, y: 0 };
  const { w, h } = box;
  const place = isBeside === true ? freePlace(editor.index, box, to) : { x: to.x - w / 2, y: to.y - h / 2 };
  return { x: place.x - box.x, y: place.y - box.y };
}

/** Comments that a file holds, pinned to the copies and quoted from their authors. */
function bringComments({ session }: Here, { comments }: OpenFile, by: Vec): void {
  const me = session.you.peek();
  if (comments === undefined || me === undefined) return;
  importComments(comments.given, session.doc, {
    me,
    placed(anchor) {
      const at = { x: anchor.x + by.x, y: anchor.y + by.y };
      const element = 'element' in anchor ? comments.copies.get(anchor.element) : undefined;
      return 'element' in anchor && element !== undefined ? { ...anchor, ...at, element } : at;
    },
  });
}

/** Reads a file and puts its elements on the board, as one step. Rejects with `Failure`, or with the signal's reason. */
export async function bringFile(here: Here, file: Blob, format: FormatName, way: Way): Promise<BroughtFile> {
  const { editor, session } = here;
  if (!editor.canEdit.peek()) throw new Failure('FORBIDDEN');
  if (file.size > importLimits.bytes) throw refusal('tooLarge');
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { name, onPage } = way;
  const job = { bytes, format, name, board: session.id.peek(), ...(onPage === undefined ? {} : { onPage }) };
  const opened = await openFile(job, way.signal);
  try {
    const by = moveOf(here, opened, way);
    if (editor.board.size >= limits.boardElements) throw new Failure('BOARD_FULL');
    const refused = await sendPictures(opened.pictures, way);
    const { ids, full, unreadable } = await putAll(here, opened, by, refused, way.signal);
    bringComments(here, opened, by);
    const { report } = opened;
    const lost = {
      ...report.lost,
      ...(refused.size > 0 ? { picture: (report.lost.picture ?? 0) + refused.size } : {}),
      ...(full > 0 ? { full } : {}),
      ...(unreadable > 0 ? { unreadable: (report.lost.unreadable ?? 0) + unreadable } : {}),
    };
    return { ids, report: { ...report, lost } };
  } finally {
    opened.close();
  }
}

/** The box of what was brought. */
const boxOfAll = ({ editor }: Here, ids: readonly string[]): Box | undefined => {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const id of ids) {
    const box = editor.index.bounds(id);
    if (box === undefined) continue;
    [left, top] = [Math.min(left, box.x), Math.min(top, box.y)];
    [right, bottom] = [Math.max(right, box.x + box.w), Math.max(bottom, box.y + box.h)];
  }
  return left > right ? undefined : { x: left, y: top, w: right - left, h: bottom - top };
};

/** Selects what was brought, and shows all of it. */
function show(here: Here, ids: readonly string[]): void {
  const { editor } = here;
  editor.setTool('select');
  editor.select(ids);
  const box = boxOfAll(here, ids);
  if (box !== undefined && !containsBox(editor.viewBox(), box)) editor.zoomTo('selection');
}

/** Where files go that were not dropped at a place. */
function placeFor({ editor }: Here, at: ScreenPoint | undefined): Vec {
  if (at !== undefined) return toBoard(editor.camera.peek(), at);
  const { x, y, w, h } = editor.viewBox();
  return { x: x + w / 2, y: y + h / 2 };
}

/** Brings one file, and tells what became of it. Returns whether it is nothing but a picture. */
async function bringAndTell(
  here: Here,
  file: File,
  format: FormatName,
  at: ScreenPoint | undefined,
  sendPicture: SendPicture,
): Promise<boolean> {
  const stop = new AbortController();
  const { quiet, onPage } = tellOfReading(here, file.name, () => stop.abort());
  try {
    const to = placeFor(here, at);
    const way = { to, isBeside: at === undefined, signal: stop.signal, sendPicture, name: file.name, onPage };
    const { ids, report } = await bringFile(here, file, format, way);
    show(here, ids);
    tellReport(here, file.name, report, ids.length);
  } catch (error) {
    if (stop.signal.aborted || error instanceof TakenBack) return false;
    const failure = asRefusal(error);
    const reason = reasonOf(failure);
    // What a picture says besides shapes is kept by keeping the picture.
    if (reason !== undefined && format === 'shapes') return true;
    if (reason === undefined) here.shell.tell(refusalOf(failure), 'error');
    else tellRefused(here, file.name, reason);
  } finally {
    quiet();
  }
  return false;
}

/**
 * Brings files onto the board that hold one, and tells what became of each. Returns those that are nothing but pictures. A person who may
 * not draw is told so.
 */
export async function bringFiles(
  here: Here,
  files: readonly File[],
  at: ScreenPoint | undefined,
  sendPicture: SendPicture,
): Promise<readonly File[]> {
  const pictures: File[] = [];
  for (const file of files) {
    const format = await formatOf(file, file.name);
    if (format !== undefined) {
      if (await bringAndTell(here, file, format, at, sendPicture)) pictures.push(file);
    } else if (file.type.startsWith('image/')) pictures.push(file);
    else tellRefused(here, file.name, 'unknown');
  }
  return pictures;
}

/** Brings a file as a script gives it: where its elements were, and told of by nothing but their ids. Rejects with `Failure`. */
export async function bringForScript(
  here: Here,
  file: Blob,
  name: string,
  sendPicture: SendPicture,
): Promise<string[]> {
  const format = await formatOf(file, name);
  if (format === undefined) throw refusal('unknown');
  const signal = new AbortController().signal;
  return [...(await bringFile(here, file, format, { signal, sendPicture, name })).ids];
}

import { Failure, type NewElement } from '@gesso/crdt-schema';
import { libraryFile } from '../../../board-files/library-file.ts';
import { newTally, type Pause, type Read, reasonOf, refusal, type Tally } from '../format.ts';
import { type HeldPictures, holdPictures } from '../held-pictures.ts';
import { boxAround, countsOf, type LibraryPiece, laidOut } from '../lay-out.ts';
import { listOf, readJson } from '../read-json.ts';
import { own, textOr } from '../values.ts';
import { readElements } from './gesso.ts';

/** The elements of a piece, or why it has none: it is left out then. Rejects where the whole file is to be given up. */
async function elementsIn(
  piece: unknown,
  reading: { readonly tally: Tally; readonly held: HeldPictures },
  pause: Pause,
): Promise<NewElement[] | Failure> {
  try {
    return await readElements(piece, reading, pause);
  } catch (error) {
    const reason = error instanceof Failure ? reasonOf(error) : undefined;
    if (!(error instanceof Failure) || (reason !== 'damaged' && reason !== 'newer')) throw error;
    reading.tally.lose('unreadable');
    return error;
  }
}

/** Library files of Gesso itself: pieces, each as a `.gesso` file has it. */
export const readGessoLibrary: Read = async (bytes, pause) => {
  const file = readJson(bytes);
  const version = own(file, 'version');
  if (own(file, 'type') !== libraryFile.type) throw refusal('damaged');
  if (version !== libraryFile.version)
    throw refusal(typeof version === 'number' && version > libraryFile.version ? 'newer' : 'damaged');
  const tally = newTally();
  const held = holdPictures();
  const pieces: LibraryPiece[] = [];
  let unread: Failure | undefined;
  for (const piece of listOf(own(file, 'pieces'))) {
    await pause();
    const elements = await elementsIn(piece, { tally, held }, pause);
    if (elements instanceof Failure) unread ??= elements;
    else if (elements.length > 0)
      pieces.push({ name: textOr(own(piece, 'name'), ''), elements, box: boxAround(elements) });
  }
  if (pieces.length === 0 && unread !== undefined) throw unread;
  const elements = laidOut(pieces);
  return { elements, report: tally.report(elements), pictures: held.pictures, pieces: countsOf(pieces) };
};

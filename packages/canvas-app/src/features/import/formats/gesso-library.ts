import { libraryFile } from '../../../board-files/library-file.ts';
import { newTally, type Read, refusal } from '../format.ts';
import { holdPictures } from '../held-pictures.ts';
import { boxAround, countsOf, type LibraryPiece, laidOut } from '../lay-out.ts';
import { listOf, readJson } from '../read-json.ts';
import { own, textOr } from '../values.ts';
import { readElements } from './gesso.ts';

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
  for (const piece of listOf(own(file, 'pieces'))) {
    await pause();
    const elements = await readElements(piece, { tally, held }, pause);
    if (elements.length > 0) pieces.push({ name: textOr(own(piece, 'name'), ''), elements, box: boxAround(elements) });
  }
  const elements = laidOut(pieces);
  return { elements, report: tally.report(elements), pictures: held.pictures, pieces: countsOf(pieces) };
};

import { boardFile, fromPlain, type NewElement } from '@gesso/crdt-schema';
import { type Brought, newTally, type Pause, type Read, refusal } from '../format.ts';
import { type HeldPictures, holdPictures } from '../held-pictures.ts';
import { listOf, readJson } from '../read-json.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An element with the name of its picture where the file holds that; as it is where it holds none. */
function withHeldPicture(plain: unknown, pictures: unknown, held: HeldPictures): unknown {
  if (!isObject(plain) || !isObject(pictures)) return plain;
  const asset = plain['asset'];
  if (typeof asset !== 'string' || !Object.hasOwn(pictures, asset)) return plain;
  return { ...plain, asset: held.nameOf(asset, () => pictures[asset]) ?? asset };
}

/** Reads what the text of a `.gesso` file says, also where it was found in a picture. */
export async function readBoard(value: unknown, pause: Pause): Promise<Brought> {
  if (!isObject(value) || value['type'] !== boardFile.type) throw refusal('damaged');
  const { version, board, comments } = value;
  if (version !== boardFile.version)
    throw refusal(typeof version === 'number' && version > boardFile.version ? 'newer' : 'damaged');
  const tally = newTally();
  const held = holdPictures();
  const elements: NewElement[] = [];
  for (const plain of listOf(value['elements'])) {
    await pause();
    try {
      elements.push(fromPlain(withHeldPicture(plain, value['pictures'], held)));
    } catch {
      tally.lose('unreadable');
    }
  }
  return {
    elements,
    report: tally.report(elements),
    pictures: held.pictures,
    ...(typeof board === 'string' ? { board } : {}),
    ...(comments === undefined ? {} : { comments }),
  };
}

/** Board files of Gesso itself. */
export const readGesso: Read = (bytes, pause) => readBoard(readJson(bytes), pause);

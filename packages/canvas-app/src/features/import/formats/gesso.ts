import { boardFile, type NewElement } from '@gesso/crdt-schema';
import { type Brought, newTally, type Pause, type Read, refusal, type Tally } from '../format.ts';
import { type HeldPictures, holdPictures } from '../held-pictures.ts';
import { elementIn } from '../make-element.ts';
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

/** What is counted and held while a file is read. */
interface Reading {
  readonly tally: Tally;
  readonly held: HeldPictures;
}

/** Reads the elements that the text of a `.gesso` file has. Rejects with a `refusal` for what is none, or newer. */
export async function readElements(value: unknown, { tally, held }: Reading, pause: Pause): Promise<NewElement[]> {
  if (!isObject(value) || value['type'] !== boardFile.type) throw refusal('damaged');
  const { version } = value;
  if (version !== boardFile.version)
    throw refusal(typeof version === 'number' && version > boardFile.version ? 'newer' : 'damaged');
  const elements: NewElement[] = [];
  for (const plain of listOf(value['elements'])) {
    await pause();
    try {
      elements.push(elementIn(withHeldPicture(plain, value['pictures'], held)));
    } catch {
      tally.lose('unreadable');
    }
  }
  return elements;
}

/** Reads what the text of a `.gesso` file says, also where it was found in a picture. */
export async function readBoard(value: unknown, pause: Pause): Promise<Brought> {
  const reading = { tally: newTally(), held: holdPictures() };
  const elements = await readElements(value, reading, pause);
  const { board, comments } = isObject(value) ? value : {};
  return {
    elements,
    report: reading.tally.report(elements),
    pictures: reading.held.pictures,
    ...(typeof board === 'string' ? { board } : {}),
    ...(comments === undefined ? {} : { comments }),
  };
}

/** Board files of Gesso itself. */
export const readGesso: Read = (bytes, pause) => readBoard(readJson(bytes), pause);

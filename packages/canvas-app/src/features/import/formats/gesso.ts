import { fromPlain, type NewElement } from '@gesso/crdt-schema';
import { fileType, fileVersion } from '../../../board-files/gesso-file.ts';
import { type Brought, newTally, type Pause, type Read, refusal } from '../format.ts';
import { listOf, readJson } from '../read-json.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads what the text of a `.gesso` file says, also where it was found in a picture. */
export async function readBoard(value: unknown, pause: Pause): Promise<Brought> {
  if (!isObject(value) || value['type'] !== fileType) throw refusal('damaged');
  const { version, board, comments } = value;
  if (version !== fileVersion)
    throw refusal(typeof version === 'number' && version > fileVersion ? 'newer' : 'damaged');
  const tally = newTally();
  const elements: NewElement[] = [];
  for (const plain of listOf(value['elements'])) {
    await pause();
    try {
      elements.push(fromPlain(plain));
    } catch {
      tally.lose('unreadable');
    }
  }
  return {
    elements,
    report: tally.report(elements),
    ...(typeof board === 'string' ? { board } : {}),
    ...(comments === undefined ? {} : { comments }),
  };
}

/** Board files of Gesso itself. */
export const readGesso: Read = (bytes, pause) => readBoard(readJson(bytes), pause);

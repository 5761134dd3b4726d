import type { Element } from '@gesso/crdt-schema';
import { type FaceFile, facesUsed } from '@gesso/drawing';
import { within } from '../../waiting.ts';
import { facesOf } from '../../workers/font-faces.ts';

/** A file of a face that came. */
export interface FetchedFace extends FaceFile {
  readonly bytes: ArrayBuffer;
}

/** ms that a face may take to come: the browser has it already, if it is on the screen. */
const faceTimeout = 5_000;

/** The files of the faces that elements are written in. One that cannot be had is left out: letters are then in one of the machine. */
export async function fetchFaces(elements: readonly Element[]): Promise<readonly FetchedFace[]> {
  const served = facesOf(document.styleSheets).map(({ family, source, descriptors: { weight, unicodeRange } }) => ({
    ...{ family, weight, unicodeRange },
    address: /url\("([^"]+)"\)/.exec(source)?.[1] ?? '',
  }));
  const fetched = facesUsed(elements, served).map(async ({ address, ...face }) => {
    const answer = await within(faceTimeout, fetch(address));
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return { ...face, bytes: await within(faceTimeout, answer.arrayBuffer()) };
  });
  return (await Promise.allSettled(fetched)).flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

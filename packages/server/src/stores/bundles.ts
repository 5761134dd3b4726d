import { KiB } from '../units.ts';

/** Parts below this lie together. */
const smallBytes = 4 * KiB;

/** Parts on their way to a thread: one, or small ones one behind the other. */
export interface Bundle {
  readonly data: Uint8Array;
  /** Of each part, in bytes. */
  readonly lengths: readonly number[];
}

const together = (parts: readonly Uint8Array[]): Bundle => {
  const lengths = parts.map(({ length }) => length);
  const data = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { data, lengths };
};

/** Puts small parts together, in their order: handing over thousands of them one by one takes longer than all else that is done to them. */
export function bundled(parts: readonly Uint8Array[]): readonly Bundle[] {
  const bundles: Bundle[] = [];
  let small: Uint8Array[] = [];
  const close = (): void => {
    if (small.length > 0) bundles.push(together(small));
    small = [];
  };
  for (const part of parts) {
    if (part.length < smallBytes) small.push(part);
    else {
      close();
      bundles.push({ data: part, lengths: [part.length] });
    }
  }
  close();
  return bundles;
}

/** The parts again. */
export const unbundled = (bundles: readonly Bundle[]): readonly Uint8Array[] =>
  bundles.flatMap(({ data, lengths }) => {
    let at = 0;
    return lengths.map((length) => {
      at += length;
      return data.subarray(at - length, at);
    });
  });

/** Of what a thread is given, what can be given away instead of copied: buffers that hold one of these and nothing else. */
export const buffersOf = (data: readonly Uint8Array[]): ArrayBuffer[] => [
  ...new Set(
    data.flatMap(({ buffer, byteLength }) =>
      buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0 ? [buffer] : [],
    ),
  ),
];

import type { Random } from '@gesso/crdt-schema';

/** Ways to spoil bytes that somebody meant well. */
const ways: readonly ((bytes: Uint8Array, other: Uint8Array, random: Random) => Uint8Array)[] = [
  // One bit.
  (bytes, _other, random) => changed(bytes, random, (byte) => byte ^ (1 << Math.floor(random() * 8))),
  // One byte, often a small number: they are lengths, kinds and clocks.
  (bytes, _other, random) => changed(bytes, random, () => Math.floor(random() * (random() < 0.5 ? 12 : 256))),
  // One more or one less, as a length that is a little off.
  (bytes, _other, random) => changed(bytes, random, (byte) => byte + (random() < 0.5 ? 1 : 255)),
  // Cut off.
  (bytes, _other, random) => bytes.slice(0, Math.floor(random() * bytes.length)),
  // A part of it twice.
  (bytes, _other, random) => {
    const [from, to] = range(bytes, random);
    return joined(bytes.slice(0, to), bytes.slice(from));
  },
  // A part of it missing.
  (bytes, _other, random) => {
    const [from, to] = range(bytes, random);
    return joined(bytes.slice(0, from), bytes.slice(to));
  },
  // The beginning of one and the end of another.
  (bytes, other, random) =>
    joined(bytes.slice(0, Math.floor(random() * bytes.length)), other.slice(Math.floor(random() * other.length))),
  // A number without end in the middle.
  (bytes, _other, random) => {
    const at = Math.floor(random() * bytes.length);
    return joined(bytes.slice(0, at), new Uint8Array(1 + Math.floor(random() * 12)).fill(255), bytes.slice(at));
  },
  // A number written longer than it is, by a byte or by very many.
  (bytes, _other, random) => {
    const at = Math.floor(random() * bytes.length);
    const zeros = new Uint8Array(random() < 0.5 ? 1 : 160).fill(0x80);
    return joined(
      bytes.slice(0, at),
      Uint8Array.of((bytes[at] ?? 0) | 0x80),
      zeros,
      Uint8Array.of(0),
      bytes.slice(at + 1),
    );
  },
];

const joined = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

const changed = (bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array => {
  const copy = bytes.slice();
  const at = Math.floor(random() * copy.length);
  copy[at] = change(copy[at] ?? 0);
  return copy;
};

const range = ({ length }: Uint8Array, random: Random): readonly [number, number] => {
  const from = Math.floor(random() * length);
  return [from, from + Math.floor(random() * Math.min(20, length - from))];
};

/** Spoils bytes in one to three ways, the same for the same numbers. */
export const mutate = (bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array => {
  let spoilt = bytes;
  for (let n = 1 + Math.floor(random() * 3); n > 0; n--)
    spoilt = ways[Math.floor(random() * ways.length)]?.(spoilt, other, random) ?? spoilt;
  return spoilt;
};

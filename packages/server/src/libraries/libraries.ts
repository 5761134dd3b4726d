import type { Stats } from 'node:fs';
import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { MiB } from '../units.ts';

/** A library that the operator offers, by the name of its file. */
export interface LibraryFile {
  readonly name: string;
  readonly bytes: number;
  /** Another one for another content, as far as the disk tells. */
  readonly version: string;
}

/** The libraries of the operator. */
export interface Libraries {
  /** By name; none where there is no folder, or it cannot be read, of which the operator is told. */
  list(): Promise<readonly LibraryFile[]>;
  /** Undefined for what is none. `open` reads it; what fails there fails the stream. */
  find(name: string): Promise<(LibraryFile & { open(): Readable }) | undefined>;
}

/** Bytes of a library that is given, how many are listed, and entries of the folder that are looked at. */
export const libraryLimits = { bytes: 8 * MiB, files: 200, entries: 2_000 } as const;

/** A name in one folder: no path, nothing hidden, nothing that is not seen, one of the endings that the app opens. */
const nameOfLibrary = /^(?!\.)[^/\\\p{Cc}\p{Cf}\p{Cs}]{1,120}\.(?:excalidrawlib|gessolib)$/u;

const versionOf = ({ mtimeMs, size }: Stats): string => `${Math.round(mtimeMs).toString(36)}-${size.toString(36)}`;

/** Offers the libraries in `folder`. `trouble` is told once of a folder that cannot be read, and again once it could be meanwhile. */
export function openLibraries(folder: string | undefined, trouble: (error: unknown) => void): Libraries {
  let isTold = false;

  async function factsOf(name: string): Promise<LibraryFile | undefined> {
    if (folder === undefined || !nameOfLibrary.test(name)) return undefined;
    // A link is followed: what the operator links to is offered.
    const facts = await stat(path.join(folder, name)).catch(() => undefined);
    if (facts === undefined || !facts.isFile() || facts.size > libraryLimits.bytes) return undefined;
    return { name, bytes: facts.size, version: versionOf(facts) };
  }

  async function namesIn(from: string): Promise<readonly string[]> {
    const names: string[] = [];
    let seen = 0;
    for await (const { name } of await opendir(from)) {
      seen += 1;
      if (seen > libraryLimits.entries) break;
      if (nameOfLibrary.test(name)) names.push(name);
    }
    return names.sort().slice(0, libraryLimits.files);
  }

  return {
    async list() {
      if (folder === undefined) return [];
      try {
        const found = await Promise.all((await namesIn(folder)).map(factsOf));
        isTold = false;
        return found.filter((one) => one !== undefined);
      } catch (error) {
        if (!isTold) trouble(error);
        isTold = true;
        return [];
      }
    },
    async find(name) {
      const facts = await factsOf(name);
      if (facts === undefined || folder === undefined) return undefined;
      // No more than was said of it, if it grows meanwhile.
      const end = Math.max(0, facts.bytes - 1);
      return { ...facts, open: () => createReadStream(path.join(folder, name), { end }) };
    },
  };
}

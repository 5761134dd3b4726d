import { Zip, ZipPassThrough } from 'fflate';
import { fileName } from '../../ui/download.ts';

/** A file on its way into a ZIP. */
export interface ZippedFile {
  readonly name: string;
  readonly blob: Blob;
}

/** Names for files in one folder: safe, and no two alike, whatever case a file system tells apart. */
export function uniqueNames(names: readonly string[], extension: string): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = fileName(name, extension);
    for (let n = 2; taken.has(unique.toLowerCase()); n += 1)
      unique = fileName(`${name.slice(0, 90)} (${n})`, extension);
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** Files in one ZIP, as they come. They are stored as they are: pictures are packed already. */
export async function zipped(files: AsyncIterable<ZippedFile>): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, part) => {
    failed ??= error;
    // Whose bytes these are is not said; a copy is one's own.
    if (error === null) parts.push(new Uint8Array(part));
  });
  for await (const { name, blob } of files) {
    const entry = new ZipPassThrough(name);
    zip.add(entry);
    entry.push(new Uint8Array(await blob.arrayBuffer()), true);
  }
  zip.end();
  if (failed !== null) throw failed;
  return new Blob(parts, { type: 'application/zip' });
}

/** Bytes as zlib packs them (RFC 1950), by the browser; as they are where it cannot. */
export async function packed(text: string): Promise<{ readonly bytes: Uint8Array; readonly isPacked: boolean }> {
  const bytes = new TextEncoder().encode(text);
  if (typeof CompressionStream !== 'function') return { bytes, isPacked: false };
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return { bytes: new Uint8Array(await new Response(stream).arrayBuffer()), isPacked: true };
}

/** More is packed than may be. */
export class TooMuch extends Error {}
/** This browser has nothing to unpack with. */
export class CannotUnpack extends Error {}

/** What was packed. Rejects with `TooMuch` beyond so many bytes, however little was packed, and for what is damaged. */
export async function unpacked(bytes: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof DecompressionStream !== 'function') throw new CannotUnpack();
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new TooMuch();
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

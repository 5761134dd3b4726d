/**
 * Puts a PNG on the clipboard. Takes the promise, not the picture: browsers allow it only within a press, which is over
 * by the time the picture is painted. Rejects when the browser refuses, or has no such thing: on a plain-http address of
 * the local network none has.
 */
export const copyPng = async (png: Promise<Blob>): Promise<void> => {
  // Its own failure is told by the one below.
  png.catch(() => undefined);
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
};

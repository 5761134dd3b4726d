/**
 * Puts a PNG on the clipboard. Takes the promise, not the picture: browsers allow it only within a press, which is over
 * by the time the picture is painted. Rejects when the browser refuses.
 */
export const copyPng = (png: Promise<Blob>): Promise<void> =>
  navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);

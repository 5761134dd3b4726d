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

/**
 * Puts text on the clipboard; whether that worked. On a plain-http address of the local network browsers offer no
 * clipboard API, and only copying from a field is left.
 */
export const copyText = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text);
  }
};

const copyFromField = (text: string): boolean => {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Inside an open dialog, or it could not take the focus.
  (before?.closest('dialog') ?? document.body).append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
};

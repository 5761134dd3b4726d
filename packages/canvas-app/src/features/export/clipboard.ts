/** Pictures that go on the clipboard. */
export type CopiedFormat = 'png' | 'svg';
export const isCopied = (format: string): format is CopiedFormat => format === 'png' || format === 'svg';

/**
 * Puts a picture on the clipboard; a drawing as its source, which programs take as text: as a picture the browser would read it by the rules
 * of this page, and leave out its styles. Takes the promise, not the picture: browsers allow it only within a press, which is over by the time the
 * picture is painted. Rejects when the browser refuses, or has no such thing: on a plain-http address of the local network none has.
 */
export const copyPicture = async (picture: Promise<Blob>, format: CopiedFormat): Promise<void> => {
  // Its own failure is told by the one below.
  picture.catch(() => undefined);
  const type = format === 'png' ? 'image/png' : 'text/plain';
  const held = format === 'png' ? picture : picture.then((svg) => new Blob([svg], { type }));
  await navigator.clipboard.write([new ClipboardItem({ [type]: held })]);
};

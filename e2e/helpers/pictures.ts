import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import type { Person, Spot } from './board-page.ts';
import { decodePng } from './pixels.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** A PNG of one color. */
export const plainPng = (width: number, height: number, [red, green, blue]: Rgb): Buffer => {
  const png = new PNG({ width, height });
  for (let i = 0; i < png.data.length; i += 4) png.data.set([red, green, blue, 255], i);
  return PNG.sync.write(png);
};

/** A file as a person gives it to the page. */
export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Pastes or drops files, as the browser tells the page of it. */
export const give = (page: Page, how: 'paste' | 'drop', files: readonly GivenFile[], [x, y]: Spot): Promise<void> =>
  page.evaluate(
    ({ how: type, list, clientX, clientY }) => {
      const data = new DataTransfer();
      for (const { name, type: kind, base64 } of list) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: kind }));
      }
      const way = { bubbles: true, cancelable: true };
      const target = document.querySelector('.surface') ?? document.body;
      if (type === 'paste') target.dispatchEvent(new ClipboardEvent('paste', { ...way, clipboardData: data }));
      else
        for (const name of ['dragenter', 'dragover', 'drop'])
          target.dispatchEvent(new DragEvent(name, { ...way, clientX, clientY, dataTransfer: data }));
    },
    {
      how,
      list: files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString('base64') })),
      clientX: x,
      clientY: y,
    },
  );

/** The color at a place of what the canvas shows. */
export const colorAt = async (person: Person, [x, y]: Spot): Promise<Rgb> => {
  const png = decodePng(await person.picture());
  const i = (y * png.width + x) * 4;
  return [png.data[i] ?? 0, png.data[i + 1] ?? 0, png.data[i + 2] ?? 0];
};

import type { ScreenPoint } from '../../editor/camera.ts';

const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** One pixel that is read again and again: kept, and where reading costs least. */
let read: CanvasRenderingContext2D | null = null;

const toRead = (): CanvasRenderingContext2D | null => {
  read ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  });
  return read;
};

/**
 * The color that the board shows at a place of the screen, as `#rrggbb`: its sheets over its ground, without the upper-most, on which
 * handles and pointers are. Undefined where it cannot be read.
 */
export function pixelAt({ x, y }: ScreenPoint): string | undefined {
  const surface = document.querySelector<HTMLElement>('.surface');
  const g = toRead();
  if (surface === null || g === null) return undefined;
  g.fillStyle = getComputedStyle(surface).backgroundColor;
  g.fillRect(0, 0, 1, 1);
  const sheets = [...surface.querySelectorAll('canvas')].slice(0, -1);
  try {
    for (const sheet of sheets) {
      const at = sheet.getBoundingClientRect();
      if (sheet.style.display === 'none' || at.width === 0) continue;
      const left = Math.floor(((x - at.left) * sheet.width) / at.width);
      const top = Math.floor(((y - at.top) * sheet.height) / at.height);
      g.drawImage(sheet, left, top, 1, 1, 0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = g.getImageData(0, 0, 1, 1).data;
    return `#${hex(red)}${hex(green)}${hex(blue)}`;
  } catch {
    // A browser that keeps what is painted from pages. A canvas that has refused once refuses for good.
    read = null;
    return undefined;
  }
}

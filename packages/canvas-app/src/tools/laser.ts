import { center, containsPoint } from '@gesso/drawing';
import type { IconNode } from 'lucide';
import type { PointerInput } from '../editor/pointer.ts';
import type { Tool } from './tool.ts';

/** A pen that shines at a point. */
const icon: IconNode = [['path', { d: 'm3 18 8-8 3 3-8 8a2.1 2.1 0 0 1-3-3M17 7h.01M17 2v1M22 7h-1m-.5-3.5-.7.7' }]];

/** CSS pixels that an arrow key moves the light. */
const step = 8;

/** Points at something, for everybody to see and for nobody to keep: what its light does is in `features/live-ink/`. */
export const laser: Tool = {
  icon,
  group: 'words',
  keys: ['k'],
  cursor: 'crosshair',
  writes: false,
  ring: () => 4,
  press(pointer, { showLaser }) {
    const move = ({ samples }: PointerInput) => showLaser(samples);
    const end = () => showLaser(undefined);
    move(pointer);
    return { scrollsAtEdge: true, move, end, cancel: end };
  },
  /** Arrow keys move the light, from the middle of the view at first, and the paper where the view ends; Enter lights it or puts it out. */
  byKeys(editor, steps) {
    const lit = editor.laser.peek()?.at(-1)?.at;
    if (lit !== undefined && steps === undefined) {
      editor.showLaser(undefined);
      return;
    }
    const { zoom } = editor.camera.peek();
    const box = editor.viewBox();
    const from = lit !== undefined && containsPoint(box, lit) ? lit : center(box);
    const { x, y } = steps ?? { x: 0, y: 0 };
    const by = { x: (x * step) / zoom, y: (y * step) / zoom };
    const at = { x: from.x + by.x, y: from.y + by.y };
    if (!containsPoint(box, at)) editor.pan(-by.x * zoom, -by.y * zoom);
    editor.showLaser([{ at, pressure: undefined, time: performance.now() }]);
  },
};

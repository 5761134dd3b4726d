import type { IconNode } from 'lucide';
import type { PointerInput } from '../editor/pointer.ts';
import type { Tool } from './tool.ts';

/** A pen that shines at a point. */
const icon: IconNode = [['path', { d: 'm3 18 8-8 3 3-8 8a2.1 2.1 0 0 1-3-3M17 7h.01M17 2v1M22 7h-1m-.5-3.5-.7.7' }]];

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
};

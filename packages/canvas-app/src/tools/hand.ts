import { Hand } from 'lucide';
import type { Tool } from './tool.ts';

/** Moves the paper. The panning itself belongs to pointer input, which also serves the space bar and the middle button. */
export const hand: Tool = {
  icon: Hand,
  group: 'look',
  keys: ['h'],
  cursor: 'grab',
  writes: false,
  press: () => undefined,
};

import { distance } from '@gesso/drawing';
import { clickSlop, type PointerInput } from '../editor/pointer.ts';

/** Tells when a press has become a drag: what was dragged once stays so, also where it began. */
export interface DragWatch {
  readonly dragged: boolean;
  /** Takes where the pointer is now. Returns whether the press is a drag. */
  move(pointer: PointerInput): boolean;
}

/** Watches a press that is a click up to `slop` CSS pixels. */
export const watchDrag = ({ screen: from }: PointerInput, slop = clickSlop): DragWatch => {
  let dragged = false;
  return {
    get dragged() {
      return dragged;
    },
    move({ screen }) {
      dragged ||= distance(screen, from) > slop;
      return dragged;
    },
  };
};

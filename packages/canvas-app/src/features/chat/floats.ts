import { type ReadonlySignal, signal } from '@preact/signals';
import type { BoardPoint } from '../../editor/camera.ts';

/** A reaction on its way up from a place of the board. */
export interface Float extends BoardPoint {
  readonly id: number;
  /** Its index in `reactions`. */
  readonly which: number;
}

/** Reactions that float at once: of more, those that began first go. */
export const mostFloats = 40;

const all = signal<readonly Float[]>([]);
let last = 0;

/** What floats now, the newest last. */
export const floats: ReadonlySignal<readonly Float[]> = all;

/** Lets a reaction float up from a place. */
export function float(which: number, { x, y }: BoardPoint): void {
  last += 1;
  all.value = [...all.peek(), { id: last, which, x, y }].slice(-mostFloats);
}

/** Takes a reaction away that has arrived. */
export function sink(id: number): void {
  all.value = all.peek().filter((one) => one.id !== id);
}

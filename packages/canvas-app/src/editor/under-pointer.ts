import { effect } from '@preact/signals-core';
import type { EditorParts } from './parts.ts';

/**
 * Calls back when something else may lie under a pointer that rests, or another tool may be in hand: once, after all that changes
 * at once. Returns its stop.
 */
export const watchUnderPointer = (
  { camera, tool, canEdit, version }: Pick<EditorParts, 'camera' | 'tool' | 'canEdit' | 'version'>,
  changed: () => void,
): (() => void) => {
  let isDue = false;
  let isStopped = false;
  const stop = effect(() => {
    for (const { value } of [camera, tool, canEdit, version] as const) void value;
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      if (!isStopped) changed();
    });
  });
  return () => {
    isStopped = true;
    stop();
  };
};

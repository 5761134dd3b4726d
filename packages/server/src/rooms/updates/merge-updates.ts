import { mergeUpdates } from '@gesso/crdt-schema';
import { KiB } from '../../units.ts';

/** Updates taken together: merging a long list is quadratic, and a large frame delays everything behind it. */
const mergeCount = 64;
const mergeBytes = 16 * KiB;

/** Returns as few updates as sensible that say the same, in the same order. */
export const mergeInGroups = (updates: readonly Uint8Array[]): readonly Uint8Array[] => {
  const merged: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  let bytes = 0;
  const close = (): void => {
    const [only] = group;
    if (only !== undefined) merged.push(group.length === 1 ? only : mergeUpdates(group));
    group = [];
    bytes = 0;
  };
  for (const update of updates) {
    if (group.length === mergeCount || (group.length > 0 && bytes + update.length > mergeBytes)) close();
    group.push(update);
    bytes += update.length;
  }
  close();
  return merged;
};

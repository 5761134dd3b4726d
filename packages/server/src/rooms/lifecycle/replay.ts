import type { Replaced, Replica, Whole } from '../replica/replica.ts';

/**
 * Rebuilds a document from its log. A record that Yjs cannot read is left out rather than keeping the board shut, and of one
 * that would take it for ever only that part.
 */
export const replay = (
  parts: readonly Uint8Array[],
  unchecked: number,
  vector: Uint8Array | undefined,
  openReplica: (whole?: Whole) => Replica,
): { readonly replica: Replica; readonly unusable: number; readonly replaced: readonly Replaced[] } => {
  const [state] = parts;
  if (state !== undefined && vector !== undefined)
    return { replica: openReplica({ state, vector }), unusable: 0, replaced: [] };
  const replica = openReplica();
  try {
    const replaced = replica.load(parts, unchecked);
    replica.renamed();
    return { replica, unusable: 0, replaced };
  } catch {
    replica.destroy();
  }
  const salvaged = openReplica();
  const replaced: Replaced[] = [];
  let unusable = 0;
  for (const [i, part] of parts.entries()) {
    try {
      replaced.push(...salvaged.load([part], i < unchecked ? 1 : 0));
    } catch {
      unusable++;
    }
  }
  salvaged.renamed();
  return { replica: salvaged, unusable, replaced };
};

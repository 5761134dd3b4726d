import * as Y from 'yjs';
import { endsIn, followEnds, integrationOf } from './integration.ts';
import { type Content, contentOf, wholeBoard } from './reading.ts';
import type { Struct } from './structs.ts';
import { everyPart, type SummaryLimits } from './summary.ts';

/** Whether everything in the range is known and deleted already. */
export const isGone = (doc: Y.Doc, client: number, clock: number, len: number): boolean => {
  const end = clock + len;
  if (end > Y.getState(doc.store, client)) return false;
  const structs = doc.store.clients.get(client);
  if (structs === undefined || len === 0) return len === 0;
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i];
    if (struct === undefined || struct.id.clock >= end) return true;
    if (!struct.deleted) return false;
  }
  return true;
};

/**
 * Whether an update tells the document nothing: what an honest viewer answers to sync step 1, and what a client sends
 * again after a reconnect. False for malformed bytes. Decodes nothing and stops at the first thing that is new. Never
 * throws.
 */
export const bringsNothingNew = (doc: Y.Doc, update: Uint8Array, most: SummaryLimits = wholeBoard): boolean => {
  try {
    return everyPart(
      update,
      most,
      ({ client, to }) => to <= Y.getState(doc.store, client),
      (client, clock, length) => isGone(doc, client, clock, length),
    );
  } catch {
    return false;
  }
};

/** `bringsNothingNew` for an update that was read already: nothing is decoded. */
export const saysNothingNew = (doc: Y.Doc, { summary, deletes }: Content): boolean => {
  for (const { client, to } of summary.sections) if (to > Y.getState(doc.store, client)) return false;
  for (const [client, ranges] of deletes)
    for (const { clock, len } of ranges) if (!isGone(doc, client, clock, len)) return false;
  return true;
};

/** The ids an item has to find before it can be placed. */
const needs = (struct: Struct): Y.ID[] =>
  struct instanceof Y.Item
    ? [struct.origin, struct.rightOrigin, struct.parent as unknown].filter((id) => id instanceof Y.ID)
    : [];

/**
 * Whether an update builds on something the document does not have, so that Yjs would keep part of it waiting. True for
 * malformed bytes. Never throws.
 */
export const leavesGap = (doc: Y.Doc, update: Uint8Array | Content): boolean => {
  const content = contentOf(update);
  if (content === undefined) return true;
  const { endOf: end, reach } = followEnds(endsIn(doc));
  for (const struct of content.structs) {
    // A hole is a gap when what follows it cannot be placed: its author may lack what the document has.
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    if (clock > end(client)) return true;
    reach(client, Math.max(end(client), clock + struct.length));
  }
  for (const struct of content.structs) if (needs(struct).some((id) => id.clock >= end(id.client))) return true;
  for (const [client, ranges] of content.deletes)
    for (const { clock, len } of ranges) if (clock + len > end(client)) return true;
  // Several may wait for each other in a circle.
  return content.summary.sections.length > 1 && integrationOf(content.structs, endsIn(doc)).rest.length > 0;
};

/** Clients whose missing content is told at a time: there may be as many as structs. */
const mostMissing = 32;

/**
 * What the document has to have before an update can be placed in it: of some clients, how far their content must reach. Of an update
 * whose parts wait for each other, its own. `leftOut`: clients whose content in it is to come by another client.
 */
export const missingIn = (
  doc: Y.Doc,
  update: Uint8Array | Content,
  leftOut: readonly number[] = [],
): ReadonlyMap<number, number> => {
  const missing = new Map<number, number>();
  const content = contentOf(update);
  if (content === undefined) return missing;
  const need = (client: number, end: number): void => {
    const known = missing.get(client);
    if (known === undefined ? missing.size < mostMissing : known < end) missing.set(client, end);
  };
  const elsewhere = new Set(leftOut);
  for (const { client, to } of content.summary.sections) if (elsewhere.has(client)) need(client, to);
  const { endOf: end, reach } = followEnds(endsIn(doc));
  for (const struct of content.structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip) continue;
    if (clock > end(client)) need(client, clock);
    reach(client, Math.max(end(client), clock + struct.length));
  }
  for (const struct of content.structs)
    for (const id of needs(struct)) if (id.clock >= end(id.client)) need(id.client, id.clock + 1);
  for (const [client, ranges] of content.deletes)
    for (const { clock, len } of ranges) if (clock + len > end(client)) need(client, clock + len);
  if (missing.size === 0 && leavesGap(doc, content))
    for (const { client, to } of content.summary.sections) if (to > Y.getState(doc.store, client)) need(client, to);
  return missing;
};

export * from './board.ts';
export { defaults } from './codec/kinds.ts';
export { applyStored, isUntouched, wholeState } from './copy.ts';
export { leftBy, unionCuts, withoutCuts } from './cuts.ts';
export { type BoardDoc, createBoardDoc } from './doc.ts';
export * from './elements.ts';
export { applyFromElsewhere } from './elsewhere.ts';
export { assetsIn, boardFacts, nameUpdate, renaming, versionGate, withName } from './facts.ts';
export * from './failure.ts';
export { guardListeners, type Report } from './guard.ts';
export { isElementId, newElementId, type Random } from './ids.ts';
export * from './limits.ts';
export * from './live.ts';
export * from './messages.ts';
export type { PackOptions } from './packing.ts';
export { cut, isBlank, snap, wellFormedText } from './parse.ts';
export { patched } from './patched.ts';
export * from './plain.ts';
export { decodePoints, encodePoints, exponentFor, quantise, splitPoints } from './points.ts';
export * from './presence.ts';
export { roots, schemaVersion } from './roots.ts';
export { packedPoints, pointsBox, pointsFromPacked } from './stored-points.ts';
export { type CheckOptions, checkUpdate } from './update/check.ts';
export { type Census, checkGrowth, createCensus, lateClients } from './update/growth.ts';
export { bringsNothingNew, leavesGap } from './update/known.ts';
export {
  everyPart,
  mostNumberBytes,
  numberWithoutEnd,
  type Outline,
  type OutlineLimits,
  outlineOf,
} from './update/outline.ts';
export { type Reading, readUpdate, type Update, wholeBoard } from './update/reading.ts';
export { freshIn, type Slices, slicesOf } from './update/slices.ts';
export { askingBack, type Clocks, elementsTaken, knowsOurs, sinceWithout, takenIn } from './update/taken.ts';
export { type Tamed, tamed } from './update/tame.ts';
export { type Growth, growthOf, judgeGrowth } from './update/whole.ts';

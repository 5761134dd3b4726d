export * from './board/board.ts';
export {
  assetsOf,
  type Beside,
  boardFile,
  boardFilePictures,
  boardText,
  type FiledBoard,
  type FiledText,
  filedText,
  mostBoardFileBytes,
} from './board/board-file.ts';
export type { Change } from './board/change.ts';
export { applyStored } from './board/copy.ts';
export { documentMetadata, nameUpdate, renaming, versionGate, withName } from './board/document-metadata.ts';
export { type ElementStep, type Film, type FilmMaker, type FilmStep, makeFilm } from './board/film.ts';
export { inPaintingOrder, mergeInOrder, placeInOrder } from './board/painting-order.ts';
export { type PlainEdits, plainEdits } from './board/plain-edits.ts';
export {
  type BoardDifference,
  differenceOf,
  looksAlike,
  restoreVersion,
  withGone,
} from './board/restore.ts';
export { type Deed, withoutDeeds } from './board/take-back.ts';
export type { TextSession } from './board/text-session.ts';
export { type Splice, textDifference } from './board/text-splice.ts';
export { type OpenHistory, openTypingHistory } from './board/typing-history.ts';
export type { UndoResult } from './board/undo.ts';
export type { Writer } from './board/writer.ts';
export type { CommentAnchor, CommentDraft, CommentEntry, CommentThread } from './comments/comment.ts';
export { type Commenter, type Comments, type CommentsOptions, openComments } from './comments/comments.ts';
export { exportComments, importComments, type PlainThread } from './comments/comments-file.ts';
export { hasComments, onFirstComment } from './comments/first-comment.ts';
export { patched } from './elements/apply-patch.ts';
export { wholeGrid } from './elements/change-grid.ts';
export { changedMarks } from './elements/changed-marks.ts';
export { isWhollyErased } from './elements/codec/ink.ts';
export { fromPlain, type PlainElement, parsePatch, toPlain } from './elements/element-json.ts';
export type {
  Align,
  Binding,
  BoxKind,
  Brush,
  Color,
  Column,
  Dash,
  Edge,
  Element,
  ElementId,
  ElementKind,
  ElementOf,
  ErasableElement,
  ErasedRanges,
  FillStyle,
  Font,
  Form,
  Grid,
  Head,
  KnownKind,
  LineKind,
  MarkChange,
  MarkedRange,
  MarkName,
  Marks,
  NewElement,
  Patch,
  PatchOf,
  PictureElement,
  Points,
  Route,
  Row,
  StrokeElement,
  StyleName,
  StyleValues,
  TableElement,
  TextElement,
  TextMarks,
  VAlign,
} from './elements/elements.ts';
export { leftBy, unionErased, withoutErased } from './elements/erased-ranges.ts';
export { cellAt, cellName, cellText, newTrackKey, withCellText } from './elements/grid.ts';
export { elementKinds } from './elements/kinds/registry.ts';
export { defaultStyles, kindSpec, stylesOf } from './elements/kinds/spec.ts';
export { makeElement } from './elements/make-element.ts';
export { collectMarks, marksAt, parseAddress, sameMarks } from './elements/marks.ts';
export { isBlank, snap, truncate, wellFormedText } from './elements/parse.ts';
export { forms, styles } from './elements/props/styles.ts';
export {
  hasCells,
  holdsOthers,
  isBareText,
  isErasable,
  isPaper,
  isPointedInto,
  showsPicture,
} from './elements/traits.ts';
export { exceeded, Failure, type FailureCode, failureBody, failureOfClose, failures } from './failure.ts';
export { isElementId, isPendingAsset, newElementId, newPendingAsset, type Random } from './ids.ts';
export * from './limits.ts';
export { packedPoints, pointsBox, pointsFromPacked } from './points/lazy-points.ts';
export { decodePoints, encodePoints, exponentFor, quantize, splitPoints } from './points/points.ts';
export { type Acknowledged, countAcknowledged } from './protocol/acknowledged.ts';
export {
  createHistoryWriter,
  decodeHistory,
  encodeHistory,
  type HistoryPage,
  type HistoryUpdate,
  type HistoryWriter,
  historyType,
} from './protocol/history.ts';
export * from './protocol/live.ts';
export {
  asTaken,
  atLeast,
  changesDocument,
  encodeLive,
  encodeNotice,
  encodeRole,
  encodeSaved,
  isEmptyUpdate,
  isSync,
  mayComment,
  mayWrite,
  messageType,
  type NoticeMessage,
  type Person,
  type Role,
  readServerMessage,
  roles,
  type ServerMessage,
  syncType,
} from './protocol/messages.ts';
export { cleanLine, cleanName, parsePerson } from './protocol/person.ts';
export { personColors } from './protocol/person-colors.ts';
export { parsePresence } from './protocol/presence.ts';
export { type Reaction, reactions } from './protocol/reactions.ts';
export { type ElementWords, wordsOf } from './words/element-words.ts';
export { excerptOf, type Place, placeOf } from './words/excerpt.ts';
export { fold } from './words/fold.ts';
export { applyRemoteUpdate } from './yjs/apply-remote-update.ts';
export { assetNameOverlap, assetsNamedIn } from './yjs/asset-names.ts';
export { type BoardDoc, createBoardDoc, isUntouched } from './yjs/board-doc.ts';
export { encodeState } from './yjs/encode-state.ts';
export { guardListeners, type Report } from './yjs/guarded-listeners.ts';
export { type FollowMarks, followMarks } from './yjs/mark-guard.ts';
export { forgetPending, hasPending } from './yjs/pending.ts';
export { schemaVersion } from './yjs/roots.ts';
export { checkUpdate } from './yjs/update/checking/check.ts';
export { type Census, checkGrowth, createCensus, lateClients } from './yjs/update/measuring/growth.ts';
export { type Growth, growthOf, judgeGrowth } from './yjs/update/measuring/growth-of-slices.ts';
export { type CommentWrite, commentWrites } from './yjs/update/reading/comment-writes.ts';
export { bringsNothingNew, leavesGap, missingIn, saysNothingNew } from './yjs/update/reading/coverage.ts';
export { type Content, type Reading, readUpdate, wholeBoard, withoutClients } from './yjs/update/reading/reading.ts';
export {
  mostNumberBytes,
  numberWithoutEnd,
  type SummaryLimits,
  summaryOf,
  unbounded,
} from './yjs/update/reading/summary.ts';
export { type Touched, touches } from './yjs/update/reading/touches.ts';
export { type AttestedUpdate, deletionOf, withoutComments } from './yjs/update/rewriting/attested.ts';
export {
  askingBack,
  type Clocks,
  collisionsIn,
  knowsOurs,
} from './yjs/update/rewriting/collisions.ts';
export { type Fitting, fittingOf } from './yjs/update/rewriting/fitting.ts';
export { type Parts, partsOf } from './yjs/update/rewriting/parts.ts';
export { type Fresh, freshIn, type Slices, slicesOf } from './yjs/update/rewriting/slices.ts';
export { tamed } from './yjs/update/rewriting/tame.ts';
export { collidingElements, sinceWithout } from './yjs/update/rewriting/without-colliding.ts';
export { applyUpdate, mergeUpdates } from './yjs/updates.ts';

export { clipOf, clippedTo } from './elements/clip.ts';
export { erasedParts, withoutCrumbs } from './elements/erase-geometry.ts';
export { cellLayout, cellUnder, type GridLayout, gridLayout } from './elements/grid-layout.ts';
export { picturePixels } from './elements/image.ts';
export { inkWidth } from './elements/ink-width.ts';
export { letterAt } from './elements/letter-at.ts';
export { paintRich } from './elements/paint-runs.ts';
export {
  bend,
  bendsOf,
  boundsOf,
  boxOf,
  edgeOf,
  followBindings,
  fractionsOn,
  hitTest,
  isWellInside,
  keepsRatio,
  mixesWithBelow,
  moveVertex,
  nearForArrow,
  paintElement,
  pivotOf,
  placeOn,
  resizeElement,
  seenLines,
  selectionCorners,
  takesArrows,
  textInkOf,
  textLayout,
  textLayouts,
  touchesBox,
  verticesOf,
  withoutIdleBends,
} from './elements/registry.ts';
export { askForRich, paintRichWith } from './elements/rich-painter.ts';
export { cssFont, fontFamilies, fontWeights } from './fonts/families.ts';
export { type MeasureForeign, measureForeignWith, measureText } from './fonts/measure.ts';
export { checkbox, hasRichText, isRich } from './fonts/rich-text.ts';
export type { TextLayout } from './fonts/text-layout.ts';
export { formLines, isRound } from './forms/registry.ts';
export {
  boxAround,
  center,
  containsBox,
  containsPoint,
  corners,
  expand,
  intersects,
  overlap,
  turnedBounds,
  unionAll,
} from './geometry/box.ts';
export { segmentInCapsule } from './geometry/capsule.ts';
export { insidePolygon } from './geometry/polygon.ts';
export { type RecognizedLine, type RecognizedRing, recognize } from './geometry/recognize.ts';
export { carryBox, type Handle, handleAt, handles, resizeBox, resizeTurned } from './geometry/resize.ts';
export * from './geometry/rotate.ts';
export { distanceToSegment } from './geometry/segment.ts';
export type { Box, Vec } from './geometry/units.ts';
export * from './geometry/vec.ts';
export { type InkDetail, inkDetail, type Look, type Paint2D, type Picture, type Theme } from './paint.ts';
export { type Background, type Drawing, draw, exportedBox } from './picture/draw.ts';
export { type FaceFile, faceRule, facesUsed } from './picture/faces.ts';
export { framesInOrder } from './picture/frames-in-order.ts';
export { type Page, pagesOf, pagesOfFrames } from './picture/pages.ts';
export { exportSvg, type SvgOptions } from './picture/svg.ts';
export { createSvgContext } from './picture/svg-context.ts';
export { escapeXml } from './picture/xml.ts';
export { frameAround, withHeld } from './shown/membership.ts';
export { readingOrder } from './shown/reading-order.ts';
export { type ShownBoard, shownBoard } from './shown/shown-board.ts';
export { isDerived, shownBy, untied } from './shown/shown-element.ts';
export { colorName } from './style/color-names.ts';
export { contrast } from './style/contrast.ts';
export { brights, gridColors, grounds, palette, papers, selectionColors } from './style/palette.ts';
export { colorOn, markOn, paperOn, tintOf } from './style/theme-colors.ts';

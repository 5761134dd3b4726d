export { rubbedParts, withoutCrumbs } from './elements/erase-geometry.ts';
export { inkWidth } from './elements/ink.ts';
export type { Flip, Kind } from './elements/kind.ts';
export {
  boundsOf,
  boxOf,
  followBindings,
  hitTest,
  keepsRatio,
  labelOf,
  mixesWithBelow,
  moveVertex,
  paintElement,
  pivotOf,
  resizeElement,
  selectionOutline,
  textLayout,
  touchesBox,
  verticesOf,
} from './elements/registry.ts';
export { cssFont, fontFamilies } from './fonts/families.ts';
export { lineHeight, type MeasureForeign, measureForeignWith, measureText } from './fonts/measure.ts';
export type { PlacedLine, TextLayout } from './fonts/text-layout.ts';
export * from './geometry/box.ts';
export { segmentInCapsule } from './geometry/capsule.ts';
export * from './geometry/curve.ts';
export { lineTouchesBox } from './geometry/line-in-box.ts';
export * from './geometry/polygon.ts';
export { type Recognized, type RecognizedLine, type RecognizedRing, recognize } from './geometry/recognize.ts';
export * from './geometry/resize.ts';
export * from './geometry/rotate.ts';
export * from './geometry/segment.ts';
export type { Box, Vec } from './geometry/units.ts';
export * from './geometry/vec.ts';
export { type InkDetail, inkDetail, type Look, type Paint2D, type Picture, type Theme } from './paint.ts';
export { type Background, type Drawing, draw, exportedBox } from './picture/draw.ts';
export { exportSvg, type SvgOptions } from './picture/svg.ts';
export { createSvgContext } from './picture/svg-context.ts';
export { escapeXml } from './picture/xml.ts';
export { contrast, luminance, mix } from './style/contrast.ts';
export { colorName, fillOn, inkOn, readableOn, tintOf } from './style/ink.ts';
export { accents, gridColors, grounds, type Paint, palette } from './style/palette.ts';

export { exportPdf, type PdfOptions } from './export-pdf.ts';
export type { ForeignLine, PaintForeign } from './pdf-context.ts';
export type { PdfFace } from './pdf-fonts.ts';
export type { PdfImage, Pixels } from './pdf-image.ts';

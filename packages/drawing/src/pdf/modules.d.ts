/** What is used of two libraries that have no types of their own. */

declare module 'pdfkit' {
  /** An object of the file: what it says is fixed by `end`. */
  export interface Reference {
    end(data?: Uint8Array): void;
  }
  export interface OpenedImage {
    readonly width: number;
    readonly height: number;
    readonly label: string;
    /** What stands for it in the file, once it is there. */
    readonly obj?: Reference | undefined;
  }
  export default class PDFDocument {
    constructor(options: object);
    readonly page: { readonly ext_gstates: Record<string, Reference> };
    readonly outline: { addItem(title: string): unknown };
    on(event: 'data', listener: (part: Uint8Array) => void): void;
    on(event: 'end', listener: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    addPage(options: object): this;
    addContent(operators: string): this;
    ref(dictionary: object): Reference;
    registerFont(name: string, font: unknown): this;
    font(name: string): this;
    fontSize(size: number): this;
    fillOpacity(alpha: number): this;
    strokeOpacity(alpha: number): this;
    text(text: string, x: number, y: number, options: object): this;
    openImage(bytes: Uint8Array): OpenedImage;
    image(image: OpenedImage, x: number, y: number, options: { readonly width: number; readonly height: number }): this;
    link(x: number, y: number, width: number, height: number, address: string): this;
    end(): void;
  }
  /** Only in browsers: on a server all standard fonts are there. */
  export const registerStdFonts: ((...fonts: readonly unknown[]) => void) | undefined;
}

declare module 'pdfkit/standard-fonts/TimesRoman' {
  const data: unknown;
  export default data;
}

declare module 'fontkit' {
  export interface PathCommand {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    readonly args: readonly number[];
  }
  export interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    readonly path: { readonly commands: readonly PathCommand[] };
  }
  export interface Font {
    readonly unitsPerEm: number;
    readonly ascent: number;
    readonly descent: number;
    readonly capHeight: number;
    readonly xHeight: number;
    readonly bbox: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number };
    hasGlyphForCodePoint(code: number): boolean;
    glyphForCodePoint(code: number): Glyph;
    getGlyph(id: number): Glyph;
  }
  export function create(bytes: Uint8Array): Font;
}

/**
 * Writes `src/fonts/metrics.ts` from the font files that the app serves, so that text wraps the same in every browser and
 * on the server. Run with `node scripts/metrics.ts` in this package after changing a font.
 * Formats: WOFF 1.0 and WOFF 2.0 (W3C), OpenType `head`, `hhea`, `hmtx`, `cmap` formats 4 and 12.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliDecompressSync, inflateSync } from 'node:zlib';

type Tables = ReadonlyMap<string, Buffer>;

const app = createRequire(new URL('../../canvas-app/package.json', import.meta.url));

const woffTables = (file: Buffer): Tables => {
  const tables = new Map<string, Buffer>();
  for (let i = 0; i < file.readUInt16BE(12); i++) {
    const entry = 44 + i * 20;
    const offset = file.readUInt32BE(entry + 4);
    const packed = file.readUInt32BE(entry + 8);
    const full = file.readUInt32BE(entry + 12);
    const data = file.subarray(offset, offset + packed);
    tables.set(file.toString('latin1', entry, entry + 4), packed < full ? inflateSync(data) : data);
  }
  return tables;
};

const knownTags = (
  'cmap head hhea hmtx maxp name OS/2 post cvt  fpgm glyf loca prep CFF  VORG EBDT EBLC gasp hdmx kern LTSH PCLT VDMX ' +
  'vhea vmtx BASE GDEF GPOS GSUB EBSC JSTF MATH CBDT CBLC COLR CPAL SVG  sbix acnt avar bdat bloc bsln cvar fdsc feat ' +
  'fmtx fvar gvar hsty just lcar mort morx opbd prop trak Zapf Silf Glat Gloc Feat Sill'
).match(/.{4}(?: |$)/g);

const woff2Tables = (file: Buffer): Tables => {
  let at = 48;
  const base128 = () => {
    for (let value = 0; ; ) {
      const byte = file.readUInt8(at++);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  const entries: { tag: string; bytes: number }[] = [];
  for (let i = 0; i < file.readUInt16BE(12); i++) {
    const flags = file.readUInt8(at++);
    let tag = knownTags?.[flags & 63]?.slice(0, 4);
    if ((flags & 63) === 63) {
      tag = file.toString('latin1', at, at + 4);
      at += 4;
    }
    const full = base128();
    const version = flags >> 6;
    const transformed = tag === 'glyf' || tag === 'loca' ? version !== 3 : version !== 0;
    if (tag === 'hmtx' && transformed) throw new Error('transformed hmtx is not read');
    entries.push({ tag: tag ?? '', bytes: transformed ? base128() : full });
  }
  const data = brotliDecompressSync(file.subarray(at, at + file.readUInt32BE(20)));
  const tables = new Map<string, Buffer>();
  let offset = 0;
  for (const { tag, bytes } of entries) {
    tables.set(tag, data.subarray(offset, offset + bytes));
    offset += bytes;
  }
  return tables;
};

const table = (tables: Tables, tag: string): Buffer => {
  const found = tables.get(tag);
  if (!found) throw new Error(`the font has no ${tag} table`);
  return found;
};

/** Code point → glyph. */
const characters = (cmap: Buffer): Map<number, number> => {
  const glyphs = new Map<number, number>();
  for (let i = 0; i < cmap.readUInt16BE(2); i++) {
    const start = cmap.readUInt32BE(8 + i * 8);
    const format = cmap.readUInt16BE(start);
    if (format === 12) {
      for (let g = 0; g < cmap.readUInt32BE(start + 12); g++) {
        const group = start + 16 + g * 12;
        const [first, last, glyph] = [0, 4, 8].map((o) => cmap.readUInt32BE(group + o)) as [number, number, number];
        for (let c = first; c <= last; c++) glyphs.set(c, glyph + c - first);
      }
    }
    if (format === 4) {
      const twice = cmap.readUInt16BE(start + 6);
      for (let s = 0; s < twice; s += 2) {
        const last = cmap.readUInt16BE(start + 14 + s);
        const first = cmap.readUInt16BE(start + 16 + twice + s);
        const delta = cmap.readUInt16BE(start + 16 + 2 * twice + s);
        const where = start + 16 + 3 * twice + s;
        const range = cmap.readUInt16BE(where);
        for (let c = first; c <= last && c < 0xffff; c++) {
          const raw = range === 0 ? c : cmap.readUInt16BE(where + range + 2 * (c - first));
          const glyph = range === 0 || raw !== 0 ? (raw + delta) & 0xffff : 0;
          if (glyph !== 0) glyphs.set(c, glyph);
        }
      }
    }
  }
  return glyphs;
};

interface Measured {
  readonly ascent: number;
  readonly descent: number;
  readonly widths: Map<number, number>;
}

/** Thousandths of the font size. */
const measure = (files: readonly string[]): Measured => {
  const widths = new Map<number, number>();
  let ascent = 0;
  let descent = 0;
  for (const file of files) {
    const bytes = readFileSync(app.resolve(file));
    const tables = bytes.toString('latin1', 0, 4) === 'wOF2' ? woff2Tables(bytes) : woffTables(bytes);
    const perEm = table(tables, 'head').readUInt16BE(18);
    const hhea = table(tables, 'hhea');
    const hmtx = table(tables, 'hmtx');
    const metrics = hhea.readUInt16BE(34);
    ascent = Math.round((hhea.readInt16BE(4) / perEm) * 1000);
    descent = Math.round((-hhea.readInt16BE(6) / perEm) * 1000);
    for (const [code, glyph] of characters(table(tables, 'cmap'))) {
      const width = hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4);
      if (code >= 32 && !widths.has(code)) widths.set(code, Math.round((width / perEm) * 1000));
    }
  }
  return { ascent, descent, widths };
};

/** Runs of consecutive code points, `start:w,w,w`, base 36; a repeated width is left empty. */
const pack = (widths: Map<number, number>): string[] => {
  const runs: string[] = [];
  let next = -1;
  let before = -1;
  for (const [code, width] of [...widths].sort((a, b) => a[0] - b[0])) {
    const shown = width === before ? '' : width.toString(36);
    if (code === next) runs.push(`${runs.pop()},${shown}`);
    else runs.push(`${code.toString(36)}:${width.toString(36)}`);
    next = code + 1;
    before = width;
  }
  return runs;
};

const subsets = (name: string, folder: string, rest: string, all: readonly string[]) =>
  all.map((subset) => `${folder}/files/${name}-${subset}-${rest}`);

const fonts = {
  hand: subsets('shantell-sans', '@fontsource/shantell-sans', '500-normal.woff', ['latin', 'latin-ext', 'cyrillic']),
  sans: subsets('inter', '@fontsource-variable/inter', 'wght-normal.woff2', [
    'latin',
    'latin-ext',
    'cyrillic',
    'greek',
  ]),
  mono: subsets('jetbrains-mono', '@fontsource/jetbrains-mono', '400-normal.woff', ['latin', 'latin-ext', 'cyrillic']),
};

const lines = (packed: string[]): string => {
  const rows: string[] = [];
  for (const piece of packed.join(' ').match(/.{1,108}/g) ?? []) rows.push(`      '${piece}',`);
  return rows.join('\n');
};

const parts = Object.entries(fonts).map(([font, files]) => {
  const { ascent, descent, widths } = measure(files);
  return `  ${font}: {\n    ascent: ${ascent},\n    descent: ${descent},\n    widths: [\n${lines(pack(widths))}\n    ].join(''),\n  },`;
});

writeFileSync(
  new URL('../src/fonts/metrics.ts', import.meta.url),
  `/**
 * Written by \`scripts/metrics.ts\` from the served font files; do not edit. Thousandths of the font size; \`widths\` are
 * advance widths as runs of code points, "start:w,w,…" in base 36, where an empty width repeats the one before.
 */
export const packedMetrics = {
${parts.join('\n')}
} as const;
`,
);

/** Finds texts that people read and that stand in the code instead of in the catalogue of words. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const source = 'packages/canvas-app/src';

/** Names and signs that are the same in every language. */
const names = /^(?:Gesso|PNG|JPEG|WebP|SVG|PDF|\.gesso|Aa|A)$/;

/** Where a text is shown: between tags, as the name or the hint of a control, as a label, as what a person is told. */
const places = [
  />\s*([^\s<>{}()=;'"`&][^<>{}()=;'"`&]*?)\s*<\//g,
  /\b(?:aria-label|title|placeholder|alt|label|aria-description)="([^"]+)"/g,
  /\b(?:label|title|placeholder|hint|problem|save): '([^']+)'/g,
  /\b(?:tell|say)\(\s*'([^']* [^']*)'/g,
];

/**
 * The plain texts of a file.
 * @param {string} text its source
 * @returns {string[]}
 */
export const plainTexts = (text) =>
  places
    .flatMap((place) => [...text.matchAll(place)].map(([, shown = '']) => shown))
    .filter((shown) => /\p{L}{2}/u.test(shown) && !names.test(shown));

/**
 * The same of the whole app, one sentence for each.
 * @param {string} root the folder of the repository
 * @returns {string[]}
 */
export const allPlainTexts = (root) =>
  readdirSync(join(root, source), { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap((path) =>
      plainTexts(readFileSync(join(root, source, path), 'utf8')).map(
        (shown) => `${path} says “${shown}”: it belongs in words/en.json`,
      ),
    );

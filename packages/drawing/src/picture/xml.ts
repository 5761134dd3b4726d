import { short } from './svg-path.ts';

/** Text as it may stand in XML: what no XML 1.0 file may hold is left out. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll(/[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** Attributes in order; those without a value are left out. */
export const attributes = (list: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(list)
    .flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [` ${name}="${escapeXml(typeof value === 'number' ? short(value) : value)}"`];
    })
    .join('');

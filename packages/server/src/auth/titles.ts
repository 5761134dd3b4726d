import { limits, tagLimits } from '@gesso/crdt-schema';

/** A board's title or a link's label as others may see it: one line without control or direction-changing characters, and not too long. */
export const cleanTitle = (title: string): string => cleaned(title, limits.nameLength);

/** The same of a tag. */
export const cleanTag = (tag: string): string => cleaned(tag, tagLimits.length);

const cleaned = (line: string, most: number): string =>
  line
    .normalize('NFC')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, most)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

import { limits } from '@gesso/crdt-schema';

/** A board's title or a link's label as others may see it: one line without control or direction-changing characters, and not too long. */
export const cleanTitle = (title: string): string =>
  title
    .normalize('NFC')
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, limits.nameLength)
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

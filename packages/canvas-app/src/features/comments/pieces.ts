import { parseAddress } from '@gesso/crdt-schema';

/** A part of what is written in a comment. */
export type Piece =
  | { readonly type: 'text' | 'mention'; readonly text: string }
  | { readonly type: 'link'; readonly text: string; readonly href: string };

const address = /\b(?:https?:\/\/|www\.)[^\s<>"]+/gi;

/** What ends a sentence, and no address; a bracket that was opened in it belongs to it. */
const withoutEnd = (found: string): string => {
  let text = found;
  for (;;) {
    const shorter = text.replace(/[.,;:!?…'"“”»]+$|(?<![([][^)\]]*)[)\]]$/u, '');
    if (shorter === text) return text;
    text = shorter;
  }
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text split at the names of those who are mentioned in it. */
function withMentions(text: string, names: readonly string[]): readonly Piece[] {
  const known = names.filter((name) => name !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return text === '' ? [] : [{ type: 'text', text }];
  const parts = text.split(new RegExp(`(@(?:${known.map(escaped).join('|')}))`, 'u'));
  return parts.flatMap((part, i): readonly Piece[] =>
    part === '' ? [] : [{ type: i % 2 === 1 ? 'mention' : 'text', text: part }],
  );
}

/** A comment in parts: addresses that lead somewhere safe, names of those who are mentioned, and all else. */
export function piecesOf(text: string, names: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const link = withoutEnd(found);
    const href = parseAddress(/^www\./i.test(link) ? `https://${link}` : link);
    if (href === undefined) continue;
    pieces.push(...withMentions(text.slice(at, index), names), { type: 'link', text: link, href });
    at = index + link.length;
  }
  return [...pieces, ...withMentions(text.slice(at), names)];
}

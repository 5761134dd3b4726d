/** A board inside an SVG: its text in a `metadata` element, the first thing in the file, so that it is found at its beginning. */

const opening = '<metadata id="gesso-board">';
const closing = '</metadata>';

/** JSON as the text of an element; what XML does not know at all is escaped as JSON does. */
const escaped = (json: string): string =>
  json
    .replace(/[\ufffe\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The same picture with a board in it. */
export async function withBoardInSvg(svg: Blob, text: string): Promise<Blob> {
  const drawn = await svg.text();
  const at = drawn.indexOf('>', drawn.indexOf('<svg')) + 1;
  return new Blob([drawn.slice(0, at), opening, escaped(text), closing, drawn.slice(at)], { type: svg.type });
}

/** Whether an SVG says in its beginning that a board is in it. */
export const hasBoardInSvg = (head: string): boolean => /<svg[\s>]/.test(head) && head.includes(opening);

/** The text of the board in an SVG; undefined where there is none. */
export function boardInSvg(svg: string): string | undefined {
  const from = svg.indexOf(opening);
  const to = svg.indexOf(closing, from);
  if (from < 0 || to < 0) return undefined;
  return svg
    .slice(from + opening.length, to)
    .replace(/&(lt|gt|amp|quot|apos);/g, (_all, name: string) => entities[name] ?? '');
}

import type { PlainElement } from '@gesso/crdt-schema';

/** Letters of an answer, and of one text in it. */
const most = { letters: 60_000, text: 400 } as const;

const textIn = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value === '') return undefined;
  const shown = value.length > most.text ? `${value.slice(0, most.text)}… (${value.length} letters)` : value;
  return JSON.stringify(shown);
};

const rounded = (value: unknown): string => (typeof value === 'number' ? String(Math.round(value)) : '?');

const tiedTo = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'element' in value ? String(value.element) : 'nothing';

const cellsOf = (value: unknown): string =>
  Array.isArray(value)
    ? value
        .map((row: unknown) => (Array.isArray(row) ? row.map((cell) => textIn(cell) ?? '""').join(' | ') : ''))
        .join(' / ')
    : '';

/** An element in a line: id, kind, place, size, and what is written on it. */
function lineOf(element: PlainElement): string {
  const { id, kind, x, y, width, height, text, name, start, end, cells, color, fill, frame, form } = element;
  const size = width === undefined ? '' : ` ${rounded(width)}×${height === undefined ? 'auto' : rounded(height)}`;
  const ties = kind === 'arrow' || kind === 'line' ? ` from ${tiedTo(start)} to ${tiedTo(end)}` : '';
  const words = [textIn(text), textIn(name), kind === 'table' ? cellsOf(cells).slice(0, 4 * most.text) : undefined];
  const look = [
    typeof form === 'string' && form !== kind ? form : '',
    kind === 'sticky' || kind === 'text' ? String(color) : '',
    typeof fill === 'string' && fill !== 'none' ? `fill ${fill}` : '',
    typeof frame === 'string' ? `in frame ${frame}` : '',
  ];
  const said = [...words, ...look].filter((word) => word !== undefined && word !== '');
  return `${id} ${kind} (${rounded(x)}, ${rounded(y)})${size}${ties}${said.length === 0 ? '' : ` ${said.join(', ')}`}`;
}

/** A board as text: each element in a line, from the lowest to the topmost, ink counted. `after`: the id of the last line of an earlier answer. */
export function outlineOf(
  {
    name,
    role,
    elements,
  }: { readonly name: string; readonly role: string; readonly elements: readonly PlainElement[] },
  after?: string,
): string {
  const listed = elements.filter(({ kind }) => kind !== 'stroke');
  const ink = elements.length - listed.length;
  const from = after === undefined ? 0 : listed.findIndex(({ id }) => id === after) + 1;
  const isLost = after !== undefined && from === 0;
  const lines = [
    `Board ${name === '' ? 'without a name' : JSON.stringify(name)}, as ${role}: ${listed.length} elements, and ${ink} strokes of ink that are not listed.`,
    'id kind (x, y) width×height, what is written, look. One unit is a pixel at 100 %; y grows downward.',
    ...(isLost ? ['The element to go on behind is not there any more: this begins with the lowest.'] : []),
  ];
  let letters = 0;
  for (const [i, element] of listed.slice(from).entries()) {
    const line = lineOf(element);
    letters += line.length + 1;
    if (letters > most.letters) {
      lines.push(`${listed.length - from - i} more: ask again with after: "${listed[from + i - 1]?.id ?? ''}".`);
      break;
    }
    lines.push(line);
  }
  return lines.join('\n');
}

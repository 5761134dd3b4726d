const many = (n: number, one: string, more: string): string => (n === 1 ? `1 ${one}` : `${n} ${more}`);
const elements = (n: number): string => many(n, 'element', 'elements');

/** The sentences of the list, which are loaded with it. */
export const strings = {
  title: 'The board as a list',
  empty: 'There is nothing on this board but ink, or nothing at all.',
  quoted: (text: string) => `“${text}”`,
  from: (name: string) => ` from ${name}`,
  to: (name: string) => ` to ${name}`,
  labeled: (text: string) => `, labeled “${text}”`,
  undescribed: 'without a description',
  size: (rows: number, columns: number) => `${many(rows, 'row', 'rows')}, ${many(columns, 'column', 'columns')}`,
  ink: (n: number) => `${n === 1 ? '1 stroke' : `${n} strokes`} of ink`,
  more: (n: number) => `${elements(n)} more. Find words with Ctrl+F to get to them.`,
  /** What others have done meanwhile, read aloud. `name`: '' for a person of whom nothing is known. */
  added: (name: string, n: number) => `${name === '' ? 'Others' : name} added ${elements(n)}`,
  changed: (n: number) => `Others changed ${elements(n)}`,
  removed: (n: number) => `Others deleted ${elements(n)}`,
} as const;

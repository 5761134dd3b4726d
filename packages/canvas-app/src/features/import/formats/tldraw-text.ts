import type { TextMarks } from '@gesso/crdt-schema';
import { importLimits } from '../limits.ts';
import { listOr, own, textOr } from '../values.ts';

/** Text with its marks. */
export interface Letters {
  readonly text: string;
  readonly marks?: TextMarks;
}

const named: Readonly<Record<string, string>> = { bold: 'bold', italic: 'italic', strike: 'strike', code: 'code' };

/** The marks of one run of ProseMirror's, by their names here. */
function marksOf(node: unknown): Readonly<Record<string, unknown>> {
  const marks: Record<string, unknown> = {};
  for (const mark of listOr(own(node, 'marks'))) {
    const name = textOr(own(mark, 'type'), '');
    const href = own(own(mark, 'attrs'), 'href');
    if (name === 'link' && typeof href === 'string') marks['link'] = href;
    else if (Object.hasOwn(named, name)) marks[named[name] ?? ''] = true;
  }
  return marks;
}

interface Line {
  readonly runs: { readonly text: string; readonly marks: Readonly<Record<string, unknown>> }[];
}

/** The lines of a node, each begun by `sign` where it is an item of a list. */
function linesOf(node: unknown, depth: number): readonly Line[] {
  if (depth > importLimits.depth) return [];
  const children = listOr(own(node, 'content'));
  const type = own(node, 'type');
  if (type === 'paragraph' || type === 'heading' || type === 'codeBlock') {
    const runs = children.map((child) =>
      own(child, 'type') === 'hardBreak'
        ? { text: '\n', marks: {} }
        : { text: textOr(own(child, 'text'), ''), marks: marksOf(child) },
    );
    return [{ runs }];
  }
  const inner = children.map((child) => linesOf(child, depth + 1));
  if (type !== 'bulletList' && type !== 'orderedList') return inner.flat();
  return inner.flatMap(([first, ...rest], i) => {
    const sign = type === 'bulletList' ? '• ' : `${i + 1}. `;
    return first === undefined ? [] : [{ runs: [{ text: sign, marks: {} }, ...first.runs] }, ...rest];
  });
}

/** The words of a shape: plain as in older files, or as a document of ProseMirror's. */
export function lettersIn(props: unknown): Letters {
  const rich = own(props, 'richText');
  if (rich === undefined) return { text: textOr(own(props, 'text'), '') };
  let text = '';
  const marks: Record<string, unknown>[] = [];
  linesOf(rich, 0).forEach(({ runs }, i) => {
    if (i > 0) text += '\n';
    for (const run of runs) {
      if (run.text !== '' && Object.keys(run.marks).length > 0)
        marks.push({ ...run.marks, from: text.length, to: text.length + run.text.length });
      text += run.text;
    }
  });
  return marks.length === 0 ? { text } : { text, marks: marks as unknown as TextMarks };
}

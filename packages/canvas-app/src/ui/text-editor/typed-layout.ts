import { cellAt, type Element, hasCells, withCellText } from '@gesso/crdt-schema';
import { cellLayout, type TextLayout, textLayout } from '@gesso/drawing';

/** An element as it is with a text that is being typed, and where that text lies. */
export interface TypedText {
  readonly element: Element;
  readonly layout: TextLayout;
}

/** Lays out a text that is being typed, of an element or of one of its cells; undefined where there is none such. */
export function typedText(element: Element, cell: string | undefined, text: string): TypedText | undefined {
  if (hasCells(element)) {
    const typed = withCellText(element, cell ?? '', text);
    const at = cellAt(typed, cell ?? '');
    const layout = at && cellLayout(typed, at[0], at[1]);
    return layout && { element: typed, layout };
  }
  const typed = { ...element, text } as Element;
  const layout = textLayout(typed);
  return layout && { element: typed, layout };
}

import { followMarks, marksAt } from '@gesso/crdt-schema';
import { effect, signal } from '@preact/signals';
import type { App } from '../../ui/app-context.ts';
import { openField } from '../../ui/open-field.ts';
import type { Act } from './act.ts';
import { Carets } from './Carets.tsx';
import { exchangeRichly } from './exchange.ts';
import { boxAt, toggledList } from './lists.ts';
import { listenOnBoard, toggleSelected } from './on-board.ts';
import type { Press } from './presses.ts';
import { TextBar } from './TextBar.tsx';
import { type TypedField, typeRichly } from './typed-field.ts';

/** The field that is typed in, with what it can do. */
const typed = signal<TypedField | undefined>(undefined);
/** Whether the address of a link is asked for. */
const asking = signal(false);

/** Begins to format what is typed and what is selected. `early`: where pointers pressed while this was on its way. */
export function openWork(app: App, early: readonly Press[]) {
  const { editor, byHand } = app;
  editor.board.keepMarks(followMarks);
  const stopListening = listenOnBoard(app, early);
  const stopEffect = effect(() => {
    const open = openField.value;
    asking.value = false;
    if (open === undefined) {
      typed.value = undefined;
      return undefined;
    }
    const field = typeRichly(open, editor);
    const stopExchange = exchangeRichly(field);
    typed.value = field;
    return () => {
      stopExchange();
      field.stop();
    };
  });

  const inField = (what: Act, field: TypedField): void => {
    const { from, to } = field.look();
    const { value } = field.field;
    if (what === 'link') asking.value = !asking.peek();
    else if (what === 'numbers' || what === 'bullets' || what === 'boxes')
      field.editAll(toggledList(value, from, to, what));
    else if (what === 'tick') {
      const box = boxAt(value, from);
      const isDone = box !== undefined && marksAt(field.marks(), box)?.done === true;
      if (box !== undefined) field.format(box, box + 1, { done: isDone ? null : true });
    } else field.toggle(what);
  };

  return {
    act(what: Act): void {
      const field = typed.peek();
      byHand(() => {
        if (field !== undefined) inField(what, field);
        else if (what === 'bold' || what === 'italic' || what === 'strike' || what === 'code')
          toggleSelected(editor, what);
      });
    },
    stop(): void {
      stopEffect();
      stopListening();
      typed.value = undefined;
    },
  };
}

/** The carets of others, and the bar beside the text that is typed. */
export function Over() {
  const field = typed.value;
  return (
    <>
      <Carets />
      {field === undefined ? null : <TextBar key={field.field} typed={field} asking={asking} />}
    </>
  );
}

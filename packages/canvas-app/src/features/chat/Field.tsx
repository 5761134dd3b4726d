import { limits } from '@gesso/crdt-schema';
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BoardPoint } from '../../editor/camera.ts';
import { isComposing } from '../../input/composing.ts';
import { useApp } from '../../ui/app-context.ts';
import { saying } from '../../ui/saying.ts';
import { say } from '../../words/later.ts';
import { Bubble } from './Bubble.tsx';
import type { Line } from './line.ts';
import { placeInView } from './place.ts';

interface MineProps {
  readonly pointed: ReadonlySignal<BoardPoint | undefined>;
}

/** What I have said and others still see, once the field is left. */
export function Mine({ pointed }: MineProps) {
  const { editor, you } = useApp();
  if (you.value === undefined || saying.value === undefined) return null;
  return (
    <Bubble of={{ color: you.value.color }} at={pointed.value ?? placeInView(editor, undefined)}>
      <span dir="auto">{saying.value}</span>
    </Bubble>
  );
}

/** The field beside my pointer, for what I say. It goes along with the pointer, which passes through it. */
export function Field({ pointed, line }: MineProps & { readonly line: Line }) {
  const { editor, you } = useApp();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal('');
  useLayoutEffect(() => {
    const before = document.activeElement;
    field.current?.focus({ preventScroll: true });
    return () => {
      // What was pressed instead has the focus already.
      const isMine = document.activeElement === field.current;
      if (isMine && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  useLayoutEffect(() => {
    const place = placeInView(editor, pointed.peek());
    if (place === pointed.peek()) return undefined;
    // Without a pointer the others see what I say where I look.
    editor.setPointer(place);
    return () => {
      if (editor.pointer.peek() === place) editor.setPointer(undefined);
    };
  }, [editor, pointed]);
  if (you.value === undefined) return null;
  const sent = text.value === '' ? saying.value : undefined;
  return (
    <Bubble of={{ color: you.value.color }} at={pointed.value ?? placeInView(editor, undefined)}>
      {sent === undefined ? null : <span dir="auto">{sent}</span>}
      <label class="chat-field" data-text={text.value || say('chat.placeholder')}>
        <textarea
          ref={field}
          rows={1}
          cols={1}
          dir="auto"
          autocomplete="off"
          enterkeyhint="send"
          maxLength={limits.chatLength}
          aria-label={say('chat.field')}
          placeholder={say('chat.placeholder')}
          value={text.value}
          onInput={({ currentTarget }) => {
            // What is said is one line, also where it was pasted of several.
            const value = currentTarget.value.replace(/\s*\n\s*/g, ' ');
            if (value !== currentTarget.value) currentTarget.value = value;
            text.value = value;
            line.type(value);
          }}
          onKeyDown={(event) => {
            if (isComposing(event)) return;
            if (event.key === 'Escape') line.withdraw();
            else if (event.key === 'Enter') {
              line.send();
              text.value = '';
            } else return;
            event.preventDefault();
            event.stopPropagation();
          }}
          onBlur={line.leave}
        />
      </label>
    </Bubble>
  );
}

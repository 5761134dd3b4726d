import { type Element, isBareText, parseAddress } from '@gesso/crdt-schema';
import { boxOf, center, textLayout } from '@gesso/drawing';
import type { Signal } from '@preact/signals';
import {
  Bold,
  Code,
  ExternalLink,
  type IconNode,
  Italic,
  Link,
  List,
  ListOrdered,
  ListTodo,
  Strikethrough,
  Unlink,
} from 'lucide';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { chordsOf } from '../../commands/keys.ts';
import { toScreen } from '../../editor/camera.ts';
import { caretAt } from '../../editor/caret.ts';
import type { Editor } from '../../editor/editor.ts';
import { addressOf } from '../../input/typed-address.ts';
import { type App, useApp } from '../../ui/app-context.ts';
import { IconButton } from '../../ui/parts/Button.tsx';
import { Icon } from '../../ui/parts/icons.tsx';
import { moveFocus } from '../../ui/parts/roving.ts';
import { say, sayCommand } from '../../words/later.ts';
import { type Around, barPlace } from './bar-place.ts';
import { listAt } from './lists.ts';
import type { FieldView, TypedField } from './typed-field.ts';
import { useRoomForBar } from './use-room-for-bar.ts';
import './text-bar.css';

/** The command for it is that of links behind elements where nothing is typed. */
const linkKey = 'mod+k';

const buttons: readonly (readonly [
  command: string,
  icon: IconNode,
  mark: 'bold' | 'italic' | 'strike' | 'code' | 'link' | 'bullets' | 'numbers' | 'boxes',
])[] = [
  ['text.bold', Bold, 'bold'],
  ['text.italic', Italic, 'italic'],
  ['text.strike', Strikethrough, 'strike'],
  ['text.code', Code, 'code'],
  ['text.link', Link, 'link'],
  ['text.bullets', List, 'bullets'],
  ['text.numbers', ListOrdered, 'numbers'],
  ['text.boxes', ListTodo, 'boxes'],
];

/** The upper and lower edge of the line with the caret, CSS pixels. */
const caretBand = (editor: Editor, element: Element, field: HTMLTextAreaElement) => {
  const layout = textLayout({ ...element, text: field.value } as Element);
  if (layout === undefined) return { top: 0, bottom: 0 };
  const caret = caretAt(layout, field.value, field.selectionEnd, element.rotation, center(boxOf(element)));
  const camera = editor.camera.value;
  const ys = [toScreen(camera, caret.top).y, toScreen(camera, caret.bottom).y];
  return { top: Math.min(...ys), bottom: Math.max(...ys) };
};

/** The box of an element on the screen, without its turn. */
const screenBox = (editor: Editor, element: Element) => {
  const { x, y, w, h } = boxOf(element);
  const camera = editor.camera.value;
  const [from, to] = [toScreen(camera, { x, y }), toScreen(camera, { x: x + w, y: y + h })];
  return { left: from.x, top: from.y, right: to.x, bottom: to.y };
};

interface LinkRowProps {
  readonly typed: TypedField;
  readonly view: FieldView;
  readonly app: App;
  readonly onDone: () => void;
}

/** Asks for the address of what is selected. Enter sets it, an empty one takes the link away. */
const LinkRow = ({ typed, view, app, onDone }: LinkRowProps) => {
  const ref = useRef<HTMLInputElement>(null);
  /** The letters meant: those selected, or those of the link that the caret is in. */
  const [meant] = useState(() => {
    const around = typed.marks()?.filter(({ link }) => link !== undefined && link === view.link) ?? [];
    const isIn = view.from === view.to && around.length > 0;
    const range = around.find(({ from, to }) => from <= view.from && to >= view.from);
    return isIn && range !== undefined ? range : { from: view.from, to: view.to };
  });
  useEffect(() => ref.current?.select(), []);
  const back = () => {
    typed.field.focus({ preventScroll: true });
    onDone();
  };
  const set = (value: string) => {
    const isNone = value.trim() === '';
    const link = isNone ? undefined : parseAddress(addressOf(value));
    if (!isNone && link === undefined) {
      app.shell.tell(say('richText.badLink'), 'error');
      return;
    }
    back();
    app.byHand(() => {
      if (meant.from < meant.to) typed.format(meant.from, meant.to, { link: link ?? null });
      else if (link !== undefined) typed.insert(link, [{ from: 0, to: link.length, link }]);
    });
  };
  return (
    <form
      class="text-link"
      onSubmit={(event) => {
        event.preventDefault();
        set(ref.current?.value ?? '');
      }}
    >
      <input
        ref={ref}
        type="text"
        inputMode="url"
        autocomplete="off"
        spellcheck={false}
        aria-label={say('richText.link')}
        placeholder={say('richText.linkHint')}
        defaultValue={view.link ?? ''}
      />
      {view.link === undefined ? null : (
        <>
          <a
            class="icon-button"
            href={view.link}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={say('richText.openLink')}
            title={say('richText.openLink')}
          >
            <OpenIcon />
          </a>
          <IconButton icon={Unlink} label={say('richText.noLink')} onPress={() => set('')} />
        </>
      )}
    </form>
  );
};

const OpenIcon = () => <Icon name={ExternalLink} />;

interface TextBarProps {
  readonly typed: TypedField;
  readonly asking: Signal<boolean>;
}

/** The bar near the text that is typed: what its letters are, and what they may become. It never takes the caret away. */
export const TextBar = ({ typed, asking }: TextBarProps) => {
  const app = useApp();
  const { editor, commands, context } = app;
  const ref = useRef<HTMLDivElement>(null);
  void editor.version.value;
  void editor.camera.value;
  const viewport = editor.viewport.value;
  const view = typed.view.value;
  const { field } = typed;
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isBar = event.key === 'F10' && event.altKey;
      if (!isBar && !chordsOf(event).includes(linkKey)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isBar) ref.current?.querySelector('button')?.focus();
      else commands['text.link']?.run(context);
    };
    field.addEventListener('keydown', onKey, { capture: true });
    return () => field.removeEventListener('keydown', onKey, { capture: true });
  }, [field, commands, context]);
  const id = editor.editing.value;
  const element = (id === undefined ? undefined : editor.board.get(id)) ?? editor.newText.value;
  const around: Around | undefined = element && {
    element: screenBox(editor, element),
    field: field.getBoundingClientRect(),
    caret: caretBand(editor, element, field),
    viewport,
    isWide: asking.value,
    isLeft: isBareText(element),
  };
  useRoomForBar(editor, around, id);
  if (around === undefined) return null;
  const list = listAt(field.value, view.from, view.to);
  const place = barPlace(around);
  return (
    <div
      ref={ref}
      class="island text-bar"
      role="toolbar"
      aria-label={say('richText.bar')}
      style={{ transform: `translate(${place.x}px, ${place.y}px)`, width: place.width && `${place.width}px` }}
      onKeyDown={(event) => {
        if (!(event.target instanceof HTMLInputElement)) moveFocus(event);
      }}
    >
      {asking.value ? (
        <LinkRow typed={typed} view={view} app={app} onDone={() => (asking.value = false)} />
      ) : (
        buttons.map(([name, icon, mark]) => {
          const command = commands[name];
          if (command === undefined) return null;
          const pressed = mark === list || (view.on as ReadonlySet<string>).has(mark);
          return (
            <IconButton
              key={name}
              icon={icon}
              label={sayCommand(name)}
              keys={command.keys[0] ?? linkKey}
              pressed={pressed}
              onPress={() => command.run(context)}
            />
          );
        })
      )}
    </div>
  );
};

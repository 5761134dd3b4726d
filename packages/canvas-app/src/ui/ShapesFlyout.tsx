import { useLayoutEffect, useRef } from 'preact/hooks';
import { flyoutIds } from '../editor/tool-id.ts';
import { tools } from '../tools/registry.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { usePressOutside } from './parts/press-outside.ts';
import { moveFocus } from './parts/roving.ts';
import './styles/shapes-flyout.css';

/** The button that opens it, which gets the focus back. */
const opener = (): HTMLElement | null => document.querySelector('.toolbar .more');

/** All shapes above the button that stands for them. A press outside and Escape close it. */
export const ShapesFlyout = () => {
  const { editor, shell, commands, context } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  // As it appears: an Escape right after that is its own already.
  useLayoutEffect(() => {
    ref.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }, []);
  usePressOutside('.shapes-flyout, .toolbar .more', shell.closePanel);
  const close = () => {
    shell.closePanel();
    opener()?.focus();
  };
  const box = opener()?.getBoundingClientRect();
  const middle = box === undefined ? '50%' : `${box.left + box.width / 2}px`;
  return (
    <div
      ref={ref}
      class="island shapes-flyout"
      role="toolbar"
      aria-label={say('app.shapes')}
      data-columns={4}
      style={{ '--middle': middle }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        } else moveFocus(event);
      }}
    >
      {flyoutIds.map((id) => (
        <IconButton
          key={id}
          icon={tools[id].icon}
          label={say(`command.tool.${id}`)}
          keys={tools[id].keys[0]}
          pressed={(editor.tool.value === 'table' ? 'table' : editor.shape.value) === id}
          onPress={() => {
            commands[`tool.${id}`]?.run(context);
            close();
          }}
        />
      ))}
    </div>
  );
};

import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from './app-context.ts';
import { CommandButton } from './parts/Button.tsx';
import type { IconLike } from './parts/icons.tsx';
import { usePressOutside } from './parts/press-outside.ts';
import { moveFocus } from './parts/roving.ts';
import './styles/shapes-flyout.css';
import { say } from '../words/say.ts';
import { ToolItem } from './ToolItem.tsx';
import { useToolbarRow } from './toolbar-row.ts';

/** The button that opens it, which gets the focus back. */
const opener = (): HTMLElement | null => document.querySelector('.toolbar > :last-child');

const corners: IconLike = [['path', { d: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5' }]];

/** One to one. */
const whole: IconLike = [['path', { d: 'M4 9l3-2v10M15 9l3-2v10M12 10v.01M12 15v.01' }]];

/** What a small window has no room for: the other tools, and how large the paper is seen. A press outside and Escape close it. */
export const MoreTools = () => {
  const { shell } = useApp();
  const { rest = [] } = useToolbarRow();
  const ref = useRef<HTMLDivElement>(null);
  // As it appears: an Escape right after that is its own already.
  useLayoutEffect(() => {
    ref.current?.querySelector('button')?.focus();
  }, []);
  const close = () => {
    shell.closePanel();
    opener()?.focus();
  };
  usePressOutside('.more-tools, .toolbar > :last-child', shell.closePanel);
  return (
    <div
      ref={ref}
      class="island more-tools"
      role="toolbar"
      aria-label={say('app.moreTools')}
      data-columns={4}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        } else moveFocus(event);
      }}
    >
      {rest.length === 0 ? null : (
        <div class="tiles">
          {rest.map((item) => (
            <ToolItem key={item} item={item} onPressed={close} />
          ))}
        </div>
      )}
      <div class="tiles">
        <CommandButton id="view.zoomOut" icon="minus" />
        <CommandButton id="view.zoom100" icon={whole} />
        <CommandButton id="view.zoomIn" icon="plus" />
        <CommandButton id="view.fit" icon={corners} />
      </div>
    </div>
  );
};

import { CommandButton } from './parts/Button.tsx';
import type { IconLike } from './parts/icons.tsx';
import './styles/shapes-flyout.css';
import { say } from '../words/later.ts';
import { ToolItem } from './ToolItem.tsx';
import { useToolbarRow } from './toolbar-row.ts';
import { useFlyout } from './use-flyout.ts';

const corners: IconLike = [['path', { d: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5' }]];

/** One to one. */
const whole: IconLike = [['path', { d: 'M4 9l3-2v10M15 9l3-2v10M12 10v.01M12 15v.01' }]];

/** What a small window has no room for: the other tools, and how large the paper is seen. A press outside and Escape close it. */
export const MoreTools = () => {
  const { rest = [] } = useToolbarRow();
  const { ref, close, onKeyDown } = useFlyout({
    own: '.more-tools',
    first: 'button',
    opener: '.toolbar > :last-child',
  });
  return (
    <div
      ref={ref}
      class="island more-tools"
      role="toolbar"
      aria-label={say('app.moreTools')}
      data-columns={4}
      onKeyDown={onKeyDown}
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

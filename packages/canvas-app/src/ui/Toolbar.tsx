import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import { tools } from '../tools/registry.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import type { IconLike } from './parts/icons.tsx';
import { onDemand } from './parts/on-demand.tsx';
import { moveFocus } from './parts/roving.ts';
import { useWordOfPen } from './pen-seen.ts';
import { ToolItem } from './ToolItem.tsx';
import type { ToolbarItem } from './toolbar-items.ts';
import { useToolbarRow } from './toolbar-row.ts';

const More = onDemand(async () => (await import('./MoreTools.tsx')).MoreTools);

/** Fetches what stands behind the last button, so that it opens at once. */
export const loadMoreTools = More.load;

const dots: IconLike = [['path', { d: 'M5 12h.01M12 12h.01M19 12h.01', 'stroke-width': 3 }]];

const groupOf = (item: ToolbarItem | undefined): string | undefined =>
  item === 'fingers' ? 'look' : item === 'picture' ? 'words' : item && tools[item].group;

export const Toolbar = () => {
  const { shell } = useApp();
  const { shown, rest } = useToolbarRow();
  useWordOfPen();
  const open = shell.panel.value === 'tools';
  // In a window that has grown nothing would be left to close it with.
  const isOver = open && rest === undefined;
  useEffect(() => {
    if (isOver) shell.closePanel();
  }, [isOver, shell]);
  return (
    <>
      <div class="island toolbar" role="toolbar" aria-label={say('app.tools')} onKeyDown={moveFocus}>
        {shown.map((item, i) => (
          <Fragment key={item}>
            <ToolItem item={item} />
            {i + 1 < shown.length && groupOf(shown[i + 1]) !== groupOf(item) ? <span class="divider" /> : null}
          </Fragment>
        ))}
        {rest === undefined ? null : (
          <IconButton
            icon={dots}
            label={say('app.moreTools')}
            expanded={open}
            onPress={() => (open ? shell.closePanel() : shell.openPanel('tools'))}
          />
        )}
      </div>
      {open ? <More onFailed={shell.closePanel} /> : null}
    </>
  );
};

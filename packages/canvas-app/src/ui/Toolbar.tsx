import { forms } from '@gesso/crdt-schema';
import { inkOn, paperOn } from '@gesso/drawing';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type ToolId, toolIds } from '../editor/tool-id.ts';
import { tools } from '../tools/registry.ts';
import { say, sayCommand } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { CommandButton, IconButton } from './parts/Button.tsx';
import { moveFocus } from './parts/roving.ts';
import { ShapesButton } from './ShapesButton.tsx';

/** One button, where the first of them would be, stands for all shapes. */
const isLaterShape = (id: ToolId): boolean => tools[id].group === 'shapes' && id !== forms[0];

export const Toolbar = () => {
  const { editor, commands, context } = useApp();
  const fingersDraw = commands['view.fingersDraw'];
  /** Beside the hand: where a pen was seen, one finger moves the paper until a person says otherwise. */
  const fingers =
    fingersDraw === undefined || editor.penMode.value === 'unseen' || !editor.canEdit.value ? null : (
      <IconButton
        icon="finger"
        label={sayCommand('view.fingersDraw')}
        pressed={editor.penMode.value === 'shared'}
        onPress={() => fingersDraw.run(context)}
      />
    );
  /** Ink and notes come in the color in hand, so their buttons show it. */
  const tintOf = (id: ToolId): string | undefined => {
    const { makes, group } = tools[id];
    if (makes === undefined || (group !== 'ink' && id !== 'sticky')) return undefined;
    const { color } = editor.styleFor(makes);
    return group === 'ink' ? inkOn(color, editor.theme.value) : paperOn(color, editor.theme.value);
  };
  const ref = useRef<HTMLDivElement>(null);
  const inHand = editor.tool.value;
  useLayoutEffect(() => {
    // On a phone the bar is wider than the screen.
    ref.current?.querySelector('[aria-pressed=true]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [inHand]);
  const offered = toolIds.filter((id) => (editor.canEdit.value || !tools[id].writes) && !isLaterShape(id));
  return (
    <div ref={ref} class="island toolbar" role="toolbar" aria-label={say('app.tools')} onKeyDown={moveFocus}>
      {offered.map((id, i) => {
        const tool = tools[id];
        const next = offered[i + 1];
        const endsGroup = next !== undefined && tools[next].group !== tool.group;
        return (
          <>
            {tool.group === 'shapes' ? (
              <ShapesButton key={id} />
            ) : (
              <IconButton
                key={id}
                icon={tool.icon}
                label={say(`command.tool.${id}`)}
                keys={tool.keys[0]}
                tint={tintOf(id)}
                pressed={inHand === id}
                onPress={() => commands[`tool.${id}`]?.run(context)}
              />
            )}
            {id === 'hand' ? fingers : null}
            {id === 'sticky' ? <CommandButton id="board.picture" icon="picture" /> : null}
            {endsGroup ? <span class="divider" key={`${id}-end`} /> : null}
          </>
        );
      })}
    </div>
  );
};

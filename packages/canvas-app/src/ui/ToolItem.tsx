import { forms } from '@gesso/crdt-schema';
import { markOn, paperOn } from '@gesso/drawing';
import type { Editor } from '../editor/editor.ts';
import type { ToolId } from '../editor/tool-id.ts';
import { tools } from '../tools/registry.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { ShapesButton } from './ShapesButton.tsx';
import type { ToolbarItem } from './toolbar-items.ts';

/** Ink and notes come in the color in hand, so their buttons show it. */
const tintOf = (id: ToolId, editor: Editor): string | undefined => {
  const { makes, group } = tools[id];
  if (makes === undefined || (group !== 'ink' && id !== 'sticky')) return undefined;
  const { color } = editor.styleFor(makes);
  return group === 'ink' ? markOn(color, editor.theme.value) : paperOn(color, editor.theme.value);
};

interface ToolItemProps {
  readonly item: ToolbarItem;
  /** Called after what it does. */
  readonly onPressed?: (() => void) | undefined;
}

/** One button of the toolbar. Where a pen was seen, one of them says what a finger does. */
export const ToolItem = ({ item, onPressed }: ToolItemProps) => {
  const { editor, commands, context } = useApp();
  if (item === forms[0]) return <ShapesButton />;
  const isFingers = item === 'fingers';
  const isPicture = item === 'picture';
  const command = commands[isFingers ? 'view.fingersDraw' : isPicture ? 'board.picture' : `tool.${item}`];
  if (command === undefined) return null;
  return (
    <IconButton
      icon={isFingers ? 'finger' : isPicture ? 'picture' : tools[item].icon}
      label={
        isFingers ? say('command.view.fingersDraw') : say(isPicture ? 'command.board.picture' : `command.tool.${item}`)
      }
      keys={command.keys[0]}
      tint={isFingers || isPicture ? undefined : tintOf(item, editor)}
      pressed={isFingers ? editor.penMode.value === 'shared' : isPicture ? undefined : editor.tool.value === item}
      onPress={() => {
        command.run(context);
        onPressed?.();
      }}
    />
  );
};

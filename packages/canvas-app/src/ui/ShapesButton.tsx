import { flyoutIds } from '../editor/tool-id.ts';
import { tools } from '../tools/registry.ts';
import { say } from '../words/say.ts';
import { useApp } from './app-context.ts';
import { IconButton } from './parts/Button.tsx';
import { onDemand } from './parts/on-demand.tsx';

const Flyout = onDemand(async () => (await import('./ShapesFlyout.tsx')).ShapesFlyout);

/** Fetches the flyout, so that it opens at once. */
export const loadShapes = Flyout.load;

/** One button for all shapes: it has the last one, and a second press, or a long one, offers the others. */
export const ShapesButton = () => {
  const { editor, shell, commands, context } = useApp();
  const inHand = flyoutIds.find((id) => id === editor.tool.value);
  const shown = inHand ?? editor.shape.value;
  const open = shell.panel.value === 'shapes';
  return (
    <IconButton
      icon={tools[shown].icon}
      label={say(`command.tool.${shown}`)}
      keys={tools[shown].keys[0]}
      pressed={inHand !== undefined}
      expanded={open}
      onPress={() => {
        if (open) shell.closePanel();
        else if (inHand !== undefined) shell.openPanel('shapes');
        else commands[`tool.${shown}`]?.run(context);
      }}
      onHold={() => shell.openPanel('shapes')}
    />
  );
};

/** The shapes above the toolbar, while they are offered. */
export const Shapes = () => {
  const { shell } = useApp();
  return shell.panel.value === 'shapes' ? <Flyout onFailed={shell.closePanel} takesKeys /> : null;
};

import type { CommandContext, Commands } from '../../commands/command.ts';
import { applyStyle } from '../../editor/apply-style.ts';
import { styleView } from '../../editor/selection-style.ts';
import { tools } from '../../tools/registry.ts';
import { waitForColor } from '../../ui/picking.ts';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    eyedropper: true;
  }
}

/** What the tool in hand makes. */
const madeBy = ({ editor }: CommandContext) => tools[editor.tool.peek()];

const commands: Commands = {
  'edit.pickColor': {
    keys: ['alt+c'],
    group: 'edit',
    when(context) {
      const { makes, form } = madeBy(context);
      return context.editor.canEdit.peek() && styleView(context.editor, makes, form)?.fields.has('color') === true;
    },
    run(context) {
      const { makes } = madeBy(context);
      waitForColor((color) => applyStyle(context.editor, { color }, { makes }));
      context.shell.openPanel('eyedropper');
    },
  },
};

/** A color of the board for the next thing that is drawn, or for what is selected. */
export const eyedropper: Feature = { commands, panels: { eyedropper: () => import('./panel.tsx') } };

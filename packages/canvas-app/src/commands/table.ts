import { toolIds } from '../editor/tool-id.ts';
import { mayUse } from '../tools/may-use.ts';
import { tools } from '../tools/registry.ts';
import { arrangeCommands } from './arrange.ts';
import { boardCommands } from './board.ts';
import type { Command, Commands } from './command.ts';
import { editCommands } from './edit.ts';
import { viewCommands } from './view.ts';

const toolCommands: Record<string, Command> = Object.fromEntries(
  toolIds.map((id) => {
    const tool = tools[id];
    const command: Command = {
      keys: tool.keys,
      group: 'tools',
      when: ({ editor }) => mayUse(tool, editor),
      run({ editor }) {
        // Another tool is another thing to do: what was being typed is done.
        editor.setEditing(undefined);
        if (editor.tool.peek() === id) tool.again?.(editor);
        editor.setTool(id);
        tool.taken?.(editor);
      },
    };
    return [`tool.${id}`, command];
  }),
);

/** The commands of the board itself by their ids; those of features stand with them. A test walks all: no chord twice, none without a word. */
export const commands: Commands = {
  ...toolCommands,
  ...editCommands,
  ...arrangeCommands,
  ...viewCommands,
  ...boardCommands,
};

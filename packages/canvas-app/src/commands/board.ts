import type { Commands } from './command.ts';

export const boardCommands: Commands = {
  'board.new': { label: 'New board', keys: [], group: 'board', run: ({ shell }) => shell.newBoard() },
};

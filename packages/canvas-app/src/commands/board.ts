import type { Commands } from './command.ts';

export const boardCommands: Commands = {
  'board.new': { keys: [], group: 'board', run: ({ shell }) => shell.newBoard() },
};

import type { Commands } from './command.ts';

export const boardCommands: Commands = {
  'board.list': { keys: ['mod+o'], group: 'board', run: ({ shell }) => shell.goTo('/boards') },
  'board.new': { keys: [], group: 'board', run: ({ shell }) => shell.goTo('/') },
  'board.accept': {
    keys: ['alt+j'],
    group: 'board',
    when: ({ shell }) => shell.offering() !== undefined,
    run: ({ shell }) => shell.offering()?.(),
  },
};

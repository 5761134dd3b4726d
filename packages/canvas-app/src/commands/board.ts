import type { Command } from './command.ts';

export const boardCommands: Record<string, Command> = {
  'board.share': {
    label: 'Share …',
    keys: ['mod+shift+s'],
    group: 'board',
    run: ({ shell }) => shell.openShare(),
  },
  'board.copyLink': {
    label: 'Copy link',
    keys: [],
    group: 'board',
    run: ({ shell }) => void shell.copyLink(),
  },
  'board.export': {
    label: 'Export image …',
    keys: ['mod+shift+e'],
    group: 'board',
    run: ({ shell }) => shell.openExport(),
  },
  'board.copyPng': {
    label: 'Copy as PNG',
    keys: ['shift+alt+c'],
    group: 'board',
    when: ({ editor }) => editor.board.size > 0,
    run: ({ shell }) => void shell.copyPng(),
  },
  'board.new': { label: 'New board', keys: [], group: 'board', run: ({ shell }) => shell.newBoard() },
  'board.palette': {
    label: 'All commands …',
    keys: ['mod+/', 'mod+shift+p'],
    group: 'board',
    run: ({ shell }) => shell.openPalette(),
  },
  'board.help': { label: 'Help and shortcuts', keys: ['?'], group: 'board', run: ({ shell }) => shell.openHelp() },
};

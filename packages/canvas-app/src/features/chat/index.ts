import { h } from 'preact';
import type { Command } from '../../commands/command.ts';
import { useApp } from '../../ui/app-context.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import type { Feature } from '../feature.ts';

declare module '../../commands/command.ts' {
  interface PanelIds {
    chat: true;
    react: true;
  }
}

const Others = onDemand(async () => (await import('./Over.tsx')).Over);

/** Nobody is spoken to before there is anybody. */
const Over = () => {
  const { editor, shell } = useApp();
  if (editor.peers.value.length === 0) return null;
  const isAsked = shell.panel.value === 'chat' || shell.panel.value === 'react';
  return h(Others, isAsked ? { takesKeys: true, onFailed: shell.closePanel } : {});
};

const opens = (key: string, id: 'chat' | 'react'): Command => ({
  keys: [key],
  group: 'view',
  when: ({ editor }) => editor.peers.peek().length > 0,
  run: ({ shell }) => shell.openPanel(id),
});

/** What people say to each other beside their pointers, and reactions that float up from a place. */
export const chat: Feature = {
  commands: {
    'point.chat': opens('/', 'chat'),
    'point.react': opens('shift+e', 'react'),
  },
  islands: { over: Over },
  preload: Others.load,
};

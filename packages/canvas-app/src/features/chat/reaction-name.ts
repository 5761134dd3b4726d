import type { Reaction } from '@gesso/crdt-schema';
import type catalogue from '../../words/en.json';
import { say } from '../../words/later.ts';

const keys = {
  '👍': 'thumbsUp',
  '❤️': 'heart',
  '😂': 'laughing',
  '🎉': 'party',
  '😮': 'surprised',
  '🤔': 'thinking',
  '👏': 'applause',
  '👋': 'waving',
} as const satisfies Readonly<Record<Reaction, keyof typeof catalogue.chat.names>>;

/** What a reaction is called. */
export const reactionName = (reaction: Reaction): string => say(`chat.names.${keys[reaction]}`);

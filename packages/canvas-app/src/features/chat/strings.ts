import type { Reaction } from '@gesso/crdt-schema';

/** What is said of what people say. */
export const strings = {
  field: 'Say something to everyone here',
  placeholder: 'Say something',
  said: 'What people say',
  says: (name: string, line: string) => `${name} says: ${line}`,
  reacts: (name: string, reaction: string) => `${name} reacts: ${reaction}`,
  reactions: 'Reactions',
  keyed: (name: string, key: number) => `${name} (${key})`,
  nobodyHears: 'You are not connected: nobody can see that.',
  names: {
    '👍': 'Thumbs up',
    '❤️': 'Heart',
    '😂': 'Laughing',
    '🎉': 'Party',
    '😮': 'Surprised',
    '🤔': 'Thinking',
    '👏': 'Applause',
    '👋': 'Waving',
  } satisfies Readonly<Record<Reaction, string>>,
} as const;

import type { After } from './line.ts';

/** ms without a key after which a line counts as said: read aloud letter by letter nobody would understand it. */
export const restsAfter = 1_000;

/** What a person says, by one of their pages. */
export interface Speaker {
  readonly client: number;
  readonly name: string;
  readonly chat?: string | undefined;
}

/** Tells of what people say once it rests. */
export interface Rested {
  /** Takes what all say now. */
  hear(speakers: readonly Speaker[]): void;
  stop(): void;
}

export const createRested = (tell: (speaker: Speaker) => void, after: After): Rested => {
  const waiting = new Map<number, { readonly chat: string; readonly cancel: () => void }>();
  return {
    hear(speakers) {
      const silent = new Set(waiting.keys());
      for (const speaker of speakers) {
        const { client, chat } = speaker;
        if (chat === undefined) continue;
        silent.delete(client);
        const before = waiting.get(client);
        if (before?.chat === chat) continue;
        before?.cancel();
        waiting.set(client, { chat, cancel: after(restsAfter, () => tell(speaker)) });
      }
      for (const client of silent) {
        waiting.get(client)?.cancel();
        waiting.delete(client);
      }
    },
    stop() {
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
};

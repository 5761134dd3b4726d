/** The words of the interface in the language in use. */

import english from 'words:en/first';
import { signal } from '@preact/signals-core';
import type { homeArea, LaterArea, outsideArea } from './areas.ts';
import type catalogue from './en.json';

export type Args = Readonly<Record<string, string | number>>;

type Message = (args: Args) => string;

/** A catalogue as it is compiled: messages by area and key. */
export interface Messages {
  readonly [key: string]: Message | Messages;
}

export type KeyIn<T> = T extends string
  ? never
  : { [K in keyof T & string]: T[K] extends string ? K : `${K}.${KeyIn<T[K]>}` }[keyof T & string];

/** Every key of what is said from the start. */
export type Key = KeyIn<Omit<typeof catalogue, LaterArea | typeof outsideArea | typeof homeArea>>;

/** Every key of what the app says. */
export type AnyKey = KeyIn<Omit<typeof catalogue, typeof outsideArea | typeof homeArea>>;

/** What stands in for what a language lacks; the rest of it comes with what says it. */
const fallback: Record<string, Message | Messages> = { ...english };
/** Read wherever something is said: what is shown is said anew in another language. */
const words = signal<Messages>(fallback);

/** Says everything in another language from here on. */
export const useWords = (messages: Messages): void => {
  words.value = messages;
};

/** How often areas have come to what stands in: read where a word was not there, which is then looked for again. */
const added = signal(0);

/** Adds areas of the English catalogue. What lacked a word of them is said anew. */
export const addEnglish = (messages: Messages): void => {
  Object.assign(fallback, messages);
  added.value += 1;
};

const messageIn = (messages: Messages, key: string): Message | undefined => {
  let at: Message | Messages | undefined = messages;
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'function' ? at : undefined;
};

/** What the catalogue has under a key that is put together from a table; undefined where it has nothing. */
export const wordOf = (key: string, args: Args = {}): string | undefined => {
  const message = messageIn(words.value, key) ?? messageIn(fallback, key);
  if (message === undefined) void added.value;
  return message?.(args);
};

/** A message in the language in use. `args`: what stands for the names in braces. */
export const say = (key: Key, args?: Args): string => wordOf(key, args) ?? key;

/** What a command is called; from the start, of those in `firstCommands` of `areas.ts`. A test holds that each has its word. */
export const sayCommand = (id: string): string => wordOf(`command.${id}`) ?? id;

/** Readers of single settings. Each throws a `ConfigError` with a sentence that names the setting and what it should look like. */
import type { BlockList } from 'node:net';
import { resolve } from 'node:path';
import { MiB } from '../units.ts';
import { blockListOf, parseRange } from './addresses.ts';

/** A setting that cannot be used, as one sentence for the person who starts the server. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/** Reads what `name` was set to; `cwd` is the folder that paths are relative to. */
export type Parser<Value> = (text: string, name: string, cwd: string) => Value;

export const text: Parser<string> = (text) => text;

/** An absolute path. */
export const path: Parser<string> = (text, _name, cwd) => resolve(cwd, text);

export const wholeNumber =
  (least: number, most: number): Parser<number> =>
  (text, name) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new ConfigError(`${name} should be a whole number from ${least} to ${most}, but is "${text}".`);
  };

/** 0 lets the system choose a free one. */
export const port = wholeNumber(0, 65_535);

/** So many MiB, as bytes. */
export const mebibytes = (least: number, most: number): Parser<number> => {
  const count = wholeNumber(least, most);
  return (text, name, cwd) => MiB * count(text, name, cwd);
};

export const oneOf =
  <Value extends string>(values: readonly Value[]): Parser<Value> =>
  (text, name) => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw new ConfigError(`${name} should be one of ${values.join(', ')}, but is "${text}".`);
  };

export const flag: Parser<boolean> = (text, name, cwd) => oneOf(['0', '1'])(text, name, cwd) === '1';

/** Without a trailing slash. */
export const origin: Parser<string> = (text, name) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new ConfigError(`${name} should look like https://board.example.org, but is "${text}".`);
  }
  return url.origin;
};

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

export const origins: Parser<readonly string[]> = (text, name, cwd) =>
  list(text).map((entry) => origin(entry, name, cwd));

/** Origins, `*` for all there are, or `none`. */
export const originsAllOrNone: Parser<readonly string[] | '*'> = (text, name, cwd) => {
  if (text.trim() === '*') return '*';
  return text.trim() === 'none' ? [] : origins(text, name, cwd);
};

/** Addresses and ranges as they were written. */
export const ranges: Parser<readonly string[]> = (text, name) => {
  const entries = list(text);
  for (const entry of entries)
    if (parseRange(entry) === undefined)
      throw new ConfigError(`${name} should list addresses or ranges such as 10.0.0.0/8, but has "${entry}".`);
  return entries;
};

/** Addresses and ranges, to look others up in; undefined when there is none. */
export const blockList: Parser<BlockList | undefined> = (text, name, cwd) => {
  const entries = ranges(text, name, cwd);
  return entries.length === 0 ? undefined : blockListOf(entries.flatMap((entry) => parseRange(entry) ?? []));
};

export const url: Parser<string> = (text, name) => {
  if (URL.canParse(text)) return text;
  throw new ConfigError(`${name} should be a URL, but is "${text}".`);
};

export const secret = {
  ofBytes:
    (least: number): Parser<string> =>
    (text, name) => {
      if (Buffer.byteLength(text) >= least) return text;
      throw new ConfigError(`${name} is too short to be safe: use at least ${least} bytes.`);
    },
  ofLetters:
    (least: number): Parser<string> =>
    (text, name) => {
      if (text.length >= least) return text;
      throw new ConfigError(`${name} is too short: use at least ${least} characters.`);
    },
} as const;

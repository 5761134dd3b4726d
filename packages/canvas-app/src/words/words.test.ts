import fetchers from 'words:languages';
import { failures } from '@gesso/crdt-schema';
import { parse, type Token } from '@messageformat/parser';
import { afterAll, describe, expect, test } from 'vitest';
import { longestIn, placeOf } from '../../test/helpers/room.ts';
import { homeArea } from './areas.ts';
import english from './en.json' with { type: 'json' };
import { directionOf, languageCodes, languageFor, languages, offered, wordsOf } from './languages.ts';
import { say, useWords } from './say.ts';

type Tree = { readonly [key: string]: string | Tree };

const files = import.meta.glob<Tree>('./*.json', { import: 'default', eager: true });
const catalogues = new Map(Object.entries(files).map(([path, tree]) => [/(\w+)\.json$/.exec(path)?.[1] ?? '', tree]));
const others = [...catalogues.keys()].filter((language) => language !== 'en');

/** Every message of a catalogue by its whole key. */
const messagesIn = (tree: Tree, before = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as const] : messagesIn(value, `${before}${key}.`),
  );

const inEnglish = new Map(messagesIn(english));

/** All tokens of a message, those in its cases among them. */
const tokensOf = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token) => [token, ...('cases' in token ? token.cases.flatMap((one) => tokensOf(one.tokens)) : [])]);

const partsOf = (message: string): readonly Token[] => tokensOf(parse(message));

const argumentsOf = (message: string): readonly string[] =>
  [...new Set(partsOf(message).flatMap((token) => ('arg' in token ? token.arg : [])))].sort();

/** The kinds of number that a language tells apart among those that a board has. */
const numbersOf = (language: string): readonly string[] => {
  const rules = new Intl.PluralRules(language);
  return [...new Set(Array.from({ length: 1_001 }, (_, n) => rules.select(n)))];
};

/** Signs and arguments alone, the same in several languages. */
const mayBeEnglish = /^(?:number|list|key)\.|^(?:failure\.sentence|chat\.keyed|find\.said)$/;

/** Share of the messages that may be words which two languages have in common, such as Zoom and Rectangle. */
const shareInCommon = 0.1;

describe.each(others)('the words of %s', (language) => {
  const messages = new Map(messagesIn(catalogues.get(language) ?? {}));

  test('are those of English, none missing and none besides', () => {
    expect([...messages.keys()].sort()).toEqual([...inEnglish.keys()].sort());
  });

  test('have the arguments of English, and a case for every kind of number', () => {
    for (const [key, message] of messages) {
      expect(message, key).not.toBe('');
      expect(argumentsOf(message), key).toEqual(argumentsOf(inEnglish.get(key) ?? ''));
      for (const token of partsOf(message)) {
        if (token.type === 'select')
          expect(token.cases.map((one) => one.key).sort(), key).toEqual(casesOfSelect(inEnglish.get(key) ?? ''));
        if (token.type !== 'plural') continue;
        const cases = token.cases.map((one) => one.key);
        expect(cases, key).toEqual(expect.arrayContaining([...numbersOf(language)]));
      }
    }
  });

  test('are in that language', () => {
    const same = [...messages].filter(([key, message]) => message === inEnglish.get(key));
    const sentences = same.filter(([key, message]) => !mayBeEnglish.test(key) && message.split(' ').length > 2);
    expect(sentences).toEqual([]);
    expect(same.length / messages.size).toBeLessThan(shareInCommon);
  });

  test('have room where they stand', () => {
    const tooLong = [...messages].flatMap(([key, message]) => {
      const longest = longestIn(message);
      const room = placeOf(key, longestIn(inEnglish.get(key) ?? ''));
      return longest > room ? [`${key}: ${longest} letters, room for ${room}`] : [];
    });
    expect(tooLong).toEqual([]);
  });

  // The files after this one speak English.
  afterAll(() => useWords({}));

  test('are compiled', async () => {
    const fetched = await wordsOf(language as (typeof languageCodes)[number]);
    expect(Object.keys(fetched ?? {}).length).toBeGreaterThan(20);
    useWords(fetched ?? {});
    expect(say('app.me', { name: 'Ada' })).toContain('Ada');
    expect(say('status.offlineKept', { n: 12_345 })).toMatch(/12.?345/);
  });
});

const casesOfSelect = (message: string): readonly string[] =>
  partsOf(message)
    .flatMap((token) => (token.type === 'select' ? token.cases.map((one) => one.key) : []))
    .sort();

/** Code without what its calls are given. */
const withoutCalls = (code: string): string => {
  const fewer = code.replace(/\([^()]*\)/g, '');
  return fewer === code ? code : withoutCalls(fewer);
};

describe('the catalogue', () => {
  test('says of failures what the server says', () => {
    const { sentence: _sentence, ...codes } = english.failure;
    const said = Object.fromEntries(
      Object.entries(failures).map(([code, { message, hint }]) => [code, { message, hint }]),
    );
    expect(codes).toEqual(said);
  });

  test('says of an app that cannot start what it says itself when nothing comes', () => {
    const [script] = Object.values(
      import.meta.glob<string>('../../public/unready.js', { query: '?raw', import: 'default', eager: true }),
    );
    expect(script?.replaceAll(/' \+\s+'/g, '')).toContain(`'${english.unready.start}'`);
  });

  test('has room for itself', () => {
    for (const [key, message] of inEnglish)
      expect(longestIn(message), key).toBeLessThanOrEqual(placeOf(key, longestIn(message)));
  });

  test('is asked with the arguments that its messages have', () => {
    const sources = import.meta.glob<string>(['../**/*.{ts,tsx}', '!../**/*.test.ts'], {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const asked = Object.entries(sources).flatMap(([path, text]) =>
      [...text.matchAll(/\bsay\(\s*'([\w.]+)'(?:,\s*\{([^{}]*)\})?,?\s*\)/g)].map(([, key = '', args = '']) => ({
        path,
        // The list of boards names its own area nowhere else.
        key: path.startsWith('../home/') ? `${homeArea}.${key}` : key,
        given: [...withoutCalls(args).matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name]) => name).sort(),
      })),
    );
    expect(asked.length).toBeGreaterThan(150);
    for (const { path, key, given } of asked)
      expect(given, `${path}: ${key}`).toEqual(argumentsOf(inEnglish.get(key) ?? ''));
  });
});

describe('the language', () => {
  test('is the one that was chosen, else the first that the browser asks for and there is, else English', () => {
    const [some = 'en'] = others as readonly (keyof typeof languages)[];
    expect(languageFor(some, ['en-GB'])).toBe(some);
    expect(languageFor('auto', ['sv', `${some}-XX`, 'en'])).toBe(some);
    expect(languageFor(undefined, ['tlh'])).toBe('en');
    expect(languageFor({ toString: () => 'de' }, [])).toBe('en');
  });

  test('is offered when its words are there', () => {
    expect([...offered].sort()).toEqual([...catalogues.keys()].sort());
    expect(Object.keys(fetchers).every((code) => code in languages)).toBe(true);
    expect(languageCodes.filter((code) => directionOf(code) === 'rtl')).toEqual(['ar']);
  });
});

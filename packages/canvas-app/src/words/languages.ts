import fetchers from 'words:languages';
import { within } from '../waiting.ts';
import type { Messages } from './say.ts';

/** Every language of the interface, by what it calls itself. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
  zh: '中文',
  ja: '日本語',
  ar: 'العربية',
} as const;

export type Language = keyof typeof languages;

export const languageCodes = Object.keys(languages) as readonly Language[];

/** Those that have their words. */
export const offered: readonly Language[] = languageCodes.filter((code) => code === 'en' || code in fetchers);

/** The language that a person has chosen, else the first of those their browser asks for that there is, else English. */
export const languageFor = (chosen: unknown, asked: readonly string[]): Language => {
  const wanted = [chosen, ...asked.map((tag) => tag.toLowerCase().split('-')[0])];
  return wanted.flatMap((code) => offered.find((own) => own === code) ?? [])[0] ?? 'en';
};

/** The side from which a language is written. */
export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** How long the page waits for its words (ms), until it says everything in English. */
const patience = 10_000;

/** Fetches the words of a language. Undefined for English, which the app has, and where they cannot be had in time. */
export const wordsOf = async (language: Language): Promise<Messages | undefined> => {
  try {
    return (await within(patience, Promise.resolve(fetchers[language]?.())))?.default;
  } catch {
    return undefined;
  }
};

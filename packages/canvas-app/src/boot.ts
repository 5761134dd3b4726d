/** The first that runs: asks for what takes longest, and then has the app fetched and started. */
import { app } from './begins.ts';
import { isEmbedded } from './network/address.ts';
import { prefetch } from './network/prefetch.ts';
import { preferencesKey, readObject, storageOf } from './storage.ts';
import { directionOf, languageFor, wordsOf } from './words/languages.ts';
import './ui/app.css';

const prefetched = isEmbedded(location.pathname)
  ? import('./embedded.ts').then(({ beginEmbedded }) => beginEmbedded())
  : prefetch(window);
const language = languageFor(readObject(storageOf(), preferencesKey)['language'], navigator.languages);
const fetched = wordsOf(language);

// Not awaited: the app shares modules with this file, which has to have ended before the app can begin.
void Promise.all([import('./main.tsx'), fetched, prefetched]).then(([, words, asked]) => {
  const host = document.getElementById('app');
  if (host === null) return;
  document.getElementById('unready')?.remove();
  // What cannot be said in the language is in English, and written as that.
  const shown = words === undefined ? 'en' : language;
  Object.assign(document.documentElement, { lang: shown, dir: directionOf(shown) });
  app.begin?.(host, asked, words);
});

import { render } from 'preact';
import { openApi } from '../network/api.ts';
import { keepApp } from '../offline/register.ts';
import { followSystemTheme } from '../page.ts';
import { preferencesKey, readObject, storageOf } from '../storage.ts';
import { allowOwnUses } from '../trusted-types.ts';
import { directionOf, languageFor, wordsOf } from '../words/languages.ts';
import { useWords } from '../words/say.ts';
import { openBoards } from './boards.ts';
import { HomePage, NothingHere } from './HomePage.tsx';
import { Move, takeMoveKey } from './Move.tsx';
import { say } from './words.ts';
import './home.css';

const storage = storageOf();
const preferences = readObject(storage, preferencesKey);
const language = languageFor(preferences['language'], navigator.languages);

/** The theme of the boards is that of their list. */
function showTheme(): void {
  const { theme } = followSystemTheme();
  const chosen = preferences['theme'];
  theme.subscribe((system) => {
    document.documentElement.dataset['theme'] = chosen === 'light' || chosen === 'dark' ? chosen : system;
  });
}

allowOwnUses();
showTheme();
const moveKey = takeMoveKey();
const api = openApi(window.fetch.bind(window));
const boards = openBoards(api, storage, window);
// At the address of a new board this page stands where there is no server to make one.
const isList = /^\/(?:boards\/?)?$/.test(window.location.pathname);
if (isList) void boards.ask();

void wordsOf(language).then((words) => {
  const host = document.getElementById('app');
  if (host === null) return;
  if (words !== undefined) useWords(words);
  const shown = words === undefined ? 'en' : language;
  Object.assign(document.documentElement, { lang: shown, dir: directionOf(shown) });
  document.getElementById('unready')?.remove();
  document.title = `${say(isList ? 'title' : 'nothing')} — Gesso`;
  const list = (
    <HomePage boards={boards} language={shown}>
      <Move api={api} boards={boards} moveKey={moveKey} />
    </HomePage>
  );
  render(isList ? list : <NothingHere />, host);
});

// A newer app is there with the next page that is opened from here. While one develops there is none to keep.
if (import.meta.env.PROD) window.addEventListener('load', () => void keepApp(() => undefined).catch(() => undefined));

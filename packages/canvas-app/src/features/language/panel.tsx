import { Check } from 'lucide';
import { preferencesKey, readObject, storageOf } from '../../storage.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { Icon } from '../../ui/parts/icons.tsx';
import { directionOf, type Language, languageFor, languages, offered, wordsOf } from '../../words/languages.ts';
import { say } from '../../words/later.ts';
import { useWords } from '../../words/say.ts';
import './language.css';

/** What was chosen last: its words may be here before those that were chosen first. */
let latest: Language | 'auto' | undefined;

/** Every language by its own name. What is on the page is said anew in the one that is chosen, and goes on as it was. */
export function Panel() {
  const { shell, preferences } = useApp();
  const choose = async (chosen: Language | 'auto') => {
    shell.closePanel();
    latest = chosen;
    const language = languageFor(chosen, navigator.languages);
    const words = await wordsOf(language);
    if (latest !== chosen) return;
    if (words === undefined && language !== 'en') {
      shell.tell(say('app.notLoaded'), 'error');
      return;
    }
    preferences.set('language', chosen);
    useWords(words ?? {});
    Object.assign(document.documentElement, { lang: language, dir: directionOf(language) });
    if (readObject(storageOf(), preferencesKey)['language'] !== chosen) shell.tell(say('language.notKept'), 'error');
  };
  const item = (language: Language | 'auto', name: string) => {
    const isChosen = preferences.language.value === language;
    return (
      <button
        key={language}
        type="button"
        class="menu-item"
        lang={language === 'auto' ? undefined : language}
        aria-pressed={isChosen}
        onClick={() => void choose(language)}
      >
        {isChosen ? <Icon name={Check} size={16} /> : null}
        <bdi>{name}</bdi>
      </button>
    );
  };
  return (
    <Dialog title={say('language.title')} name="language" modal onClose={shell.closePanel}>
      {item('auto', say('language.auto'))}
      {offered.map((language) => item(language, languages[language]))}
    </Dialog>
  );
}

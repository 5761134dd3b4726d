import { Check } from 'lucide';
import { preferencesKey, readObject, storageOf } from '../../storage.ts';
import { useApp } from '../../ui/app-context.ts';
import { Dialog } from '../../ui/parts/Dialog.tsx';
import { Icon } from '../../ui/parts/icons.tsx';
import { type Language, languages, offered } from '../../words/languages.ts';
import { say } from '../../words/later.ts';
import './language.css';

/** Every language by its own name. The page is loaded anew in the one that is chosen. */
export function Panel() {
  const { shell, preferences, session } = useApp();
  const choose = (language: Language | 'auto') => {
    shell.closePanel();
    // The browser would ask about leaving, and not say why.
    if (session.loses()) return shell.tell(say('language.unsaved'), 'error');
    preferences.set('language', language);
    if (readObject(storageOf(), preferencesKey)['language'] !== language)
      return shell.tell(say('language.notKept'), 'error');
    window.location.reload();
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
        onClick={() => choose(language)}
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

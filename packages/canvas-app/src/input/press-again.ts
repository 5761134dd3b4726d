import { takesLetters } from './takes-letters.ts';

/** Presses a key again, where the keyboard is now: a field gets what it types, everything else hears the key, a button is pressed by it. */
export function pressAgain({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): void {
  const at = document.activeElement ?? document.body;
  const types = takesLetters(at);
  if (types && key === 'Backspace') document.execCommand('delete');
  else if (types && [...key].length === 1) document.execCommand('insertText', false, key);
  else if (at instanceof HTMLTextAreaElement && shiftKey && key === 'Enter')
    document.execCommand('insertText', false, '\n');
  else if (at.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }))) {
    // What a browser does by itself with a key that nothing took.
    if (key === 'Enter' && at instanceof HTMLInputElement) at.form?.requestSubmit();
    else if ((key === 'Enter' || key === ' ') && at instanceof HTMLButtonElement) at.click();
  }
}

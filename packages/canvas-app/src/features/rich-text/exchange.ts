import { fromHtml, mostHtml, toHtml } from '../../input/html-letters.ts';
import type { TypedField } from './typed-field.ts';

/** What is copied from the field and pasted into it keeps its marks; pasted with Shift it is plain. Returns its stop. */
export function exchangeRichly(typed: TypedField): () => void {
  const { field } = typed;
  const abort = new AbortController();
  const options = { signal: abort.signal };
  let isPlain = false;

  const onKey = ({ shiftKey, key }: KeyboardEvent) => {
    isPlain = shiftKey && key.toLowerCase() === 'v';
  };
  const onPaste = (event: ClipboardEvent) => {
    const html = event.clipboardData?.getData('text/html') ?? '';
    const plain = isPlain;
    isPlain = false;
    if (plain || html === '' || html.length > mostHtml) return;
    const rich = fromHtml(html);
    if (rich === undefined) return;
    event.preventDefault();
    typed.insert(rich.text, rich.marks);
  };
  const onCopy = (event: ClipboardEvent) => {
    const [from, to] = [field.selectionStart, field.selectionEnd];
    if (from === to || event.clipboardData === null) return;
    event.clipboardData.setData('text/plain', field.value.slice(from, to));
    event.clipboardData.setData('text/html', toHtml(field.value, typed.marks(), from, to));
    event.preventDefault();
    if (event.type === 'cut') document.execCommand('delete');
  };
  field.addEventListener('keydown', onKey, options);
  field.addEventListener('paste', onPaste, options);
  field.addEventListener('copy', onCopy, options);
  field.addEventListener('cut', onCopy, options);
  return () => abort.abort();
}

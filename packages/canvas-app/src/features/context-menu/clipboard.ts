import { withHeld } from '../../editor/held.ts';
import { seenOf } from '../../editor/hiding.ts';
import { loadPaste } from '../../input/clipboard.ts';
import { toClipboardText } from '../../input/clipboard-text.ts';
import type { App } from '../../ui/app-context.ts';
import { say } from '../../words/later.ts';

/** Copies or cuts what is selected as the browser's own key does: everybody who listens to that hears it. */
function take({ editor, shell, mac }: App, how: 'copy' | 'cut'): void {
  if (document.execCommand(how)) return;
  // Some browsers have the event only where letters are selected.
  const chosen = withHeld(editor, editor.selected());
  const text = toClipboardText(how === 'cut' ? chosen : seenOf(editor, chosen));
  const write = async () => navigator.clipboard.writeText(text);
  write().then(
    () => {
      if (how === 'cut' && editor.canEdit.peek()) editor.removeSelected();
    },
    () => shell.tell(mac ? say('contextMenu.notCopiedMac') : say('contextMenu.notCopied'), 'error'),
  );
}

export const copy = (app: App): void => take(app, 'copy');
export const cut = (app: App): void => take(app, 'cut');

/** Kinds of what is taken from the clipboard, besides pictures. */
const textTypes = ['text/plain', 'text/html'] as const;

/** What the clipboard holds, as a paste by key brings it. Rejects where the browser lets nobody read it. */
async function readClipboard(): Promise<DataTransfer> {
  const data = new DataTransfer();
  if (navigator.clipboard.read === undefined) {
    data.setData('text/plain', await navigator.clipboard.readText());
    return data;
  }
  for (const item of await navigator.clipboard.read())
    for (const type of item.types) {
      const blob = await item.getType(type);
      if (type.startsWith('image/')) data.items.add(new File([blob], 'picture', { type }));
      else if (textTypes.some((known) => known === type)) data.setData(type, await blob.text());
    }
  return data;
}

/** Pastes where the pointer is now, no matter how long the browser asks: everybody who listens to the browser's own paste hears it. */
export async function paste({ editor, shell, mac }: App): Promise<void> {
  const at = editor.pointer.peek();
  try {
    const [clipboardData] = await Promise.all([readClipboard(), loadPaste()]);
    editor.setPointer(at);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.querySelector('.surface')?.dispatchEvent(event);
  } catch {
    shell.tell(mac ? say('contextMenu.noClipboardMac') : say('contextMenu.noClipboard'), 'error');
  }
}

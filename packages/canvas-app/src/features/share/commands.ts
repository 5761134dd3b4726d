import type { Commands, Shell } from '../../commands/command.ts';
import { placeOf } from '../../editor/deep-link.ts';
import { wholeAddress } from '../../network/address.ts';
import { whereToGo } from '../../session/address-bar.ts';
import { copyText } from '../../ui/copy-text.ts';
import { say } from '../../words/say.ts';
import { isFramed, withWork } from './here.ts';

/** Copies the address of this page. `at`: what to put behind `?at=`, so that the link leads to a place. */
async function copyLink(shell: Shell, at?: string): Promise<void> {
  const url = new URL(wholeAddress(window.location.href));
  if (at === undefined) url.searchParams.delete('at');
  else url.searchParams.set('at', at);
  // A comma means nothing in a query and is easier to read as itself.
  if (await copyText(url.href.replaceAll('%2C', ','))) shell.tell(say('share.linkCopied'));
  else shell.tell(say('share.copyFailed'), 'error');
}

export const commands: Commands = {
  'view.copyPlace': {
    keys: [],
    group: 'view',
    run: ({ editor, shell }) => void copyLink(shell, placeOf(editor.camera.peek(), editor.viewport.peek())),
  },
  'view.copyElement': {
    keys: [],
    group: 'view',
    when: ({ editor }) => editor.selection.peek().size === 1,
    run({ editor, shell }) {
      const [id] = editor.selection.peek();
      if (id !== undefined) void copyLink(shell, id);
    },
  },
  'board.share': {
    keys: ['mod+shift+s'],
    group: 'board',
    run: ({ shell }) => shell.openPanel('share'),
  },
  'board.ask': {
    keys: [],
    group: 'view',
    when: ({ editor }) => !editor.canEdit.peek() && !isFramed(),
    run: ({ shell }) => withWork(({ askToDraw }, app) => askToDraw(app), shell),
  },
  'board.keepCopy': {
    keys: [],
    group: 'view',
    when: ({ editor }) => editor.board.size > 0 && !isFramed(),
    run: ({ shell }) => withWork(({ keepCopy }, app) => keepCopy(app), shell),
  },
  'board.copyLink': {
    keys: [],
    group: 'board',
    // Without a key the address lets nobody else in: the panel says what does.
    run: ({ shell }) => (whereToGo().key === undefined ? shell.openPanel('share') : void copyLink(shell)),
  },
};

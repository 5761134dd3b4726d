import { limits, showsPicture } from '@gesso/crdt-schema';
import { useMemo } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { LineDialog } from '../../ui/parts/LineDialog.tsx';
import { say } from '../../words/later.ts';
import './description.css';

/** A line that tells what the selected picture shows. Kept by Enter and by its button, as one step. */
export function Panel() {
  const { editor, shell, byHand } = useApp();
  const picture = useMemo(() => editor.selected().find(showsPicture), [editor]);
  const before = picture?.alt ?? '';
  if (picture === undefined) return null;
  const keep = (given: string) => {
    const alt = given.trim();
    if (alt !== before && editor.canEdit.peek())
      byHand(() => editor.board.edit((writer) => writer.patch(picture.id, { alt: alt === '' ? null : alt })));
    shell.closePanel();
  };
  return (
    <LineDialog
      title={say('pictures.describe')}
      name="description"
      label={say('pictures.description')}
      value={before}
      line={{ dir: 'auto', maxLength: limits.nameLength }}
      save={say('pictures.save')}
      mayBeEmpty
      onSave={keep}
      onClose={shell.closePanel}
    />
  );
}

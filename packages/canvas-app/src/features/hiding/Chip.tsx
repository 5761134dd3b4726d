import { Eye } from 'lucide';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../ui/app-context.ts';
import { Icon } from '../../ui/parts/icons.tsx';
import { say } from '../../words/later.ts';
import { mostKept } from './kept.ts';
import './hiding.css';

/** Says that there is more than one sees, and shows it; and once, that it is more than is remembered. */
export function Chip() {
  const { editor, shell, commands, context } = useApp();
  const isTooMuch = editor.hidden.value.size > mostKept;
  useEffect(() => {
    if (isTooMuch) shell.tell(say('hiding.notAllKept'), 'error');
  }, [isTooMuch, shell]);
  void editor.version.value;
  const count = [...editor.hidden.value].filter((id) => editor.board.get(id) !== undefined).length;
  if (count === 0) return null;
  return (
    <button type="button" class="island hidden-chip" onClick={() => commands['edit.showHidden']?.run(context)}>
      <Icon name={Eye} size={16} />
      {say('hiding.show', { n: count })}
    </button>
  );
}

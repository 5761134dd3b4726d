import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { say } from '../../words/later.ts';
import { edgeMarkers, type Insets } from './edge-markers.ts';
import { followed } from './followed.ts';
import { goTo } from './go-to.ts';
import { peopleOf } from './people-of.ts';
import './peers.css';

/** On a phone styles and tools lie above each other. */
const insets = (width: number): Insets =>
  width > 640 ? { top: 80, bottom: 92, side: 30 } : { top: 92, bottom: 158, side: 28 };

/** Marks at the edge of the window for those who point out of sight. A press on one leads there. */
export function Beyond() {
  const { editor } = useApp();
  const viewport = editor.viewport.value;
  // Of whom one follows one sees what they see.
  const people = peopleOf(editor.peers.value).filter(({ id }) => id === '' || id !== followed.value);
  const markers = edgeMarkers(people, editor.camera.value, viewport, insets(viewport.width));
  if (markers.length === 0) return null;
  return (
    <ul class="beyond" aria-label={say('peers.beyond')}>
      {markers.map(({ of, x, y, angle }) => (
        <li key={of.id || of.client} style={{ transform: `translate(${Math.round(x)}px, ${Math.round(y)}px)` }}>
          <button
            type="button"
            style={{ background: of.color, '--angle': `${angle}rad` }}
            title={say('peers.whereIs', { name: of.name })}
            aria-label={say('peers.whereIs', { name: of.name })}
            onClick={() => goTo(editor, of.place)}
          >
            <i style={{ background: of.color }} />
            <span>{initials(of.name)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

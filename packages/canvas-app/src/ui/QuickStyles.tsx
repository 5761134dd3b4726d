import { isPaper } from '@gesso/crdt-schema';
import { applyStyle } from '../editor/apply-style.ts';
import { styleView } from '../editor/selection-style.ts';
import { tools } from '../tools/registry.ts';
import { say } from '../words/later.ts';
import { useApp } from './app-context.ts';
import { moveFocus } from './parts/roving.ts';
import { isBroadInk, Pick, swatchesOf } from './StyleSettings.tsx';
import './styles/style-settings.css';
import { isOnSide } from './window-shape.ts';

/** Inks that are told apart at a glance, in the order in which there is room for them. */
const inks = ['graphite', 'crimson', 'ultramarine', 'viridian', 'ochre', 'violet', 'vermilion', 'cerulean'];

/** How much of a line the other buttons take, and one color (CSS pixels); a column has room for four. */
const others = 178;
const swatch = 46;
const column = 4;

/** The colors chosen most: as many as there is room for. All others are in the sheet. */
export const QuickStyles = () => {
  const { editor } = useApp();
  void editor.version.value;
  void editor.selection.value;
  const { makes, form } = tools[editor.tool.value];
  const view = editor.tool.value === 'eraser' ? undefined : styleView(editor, makes, form);
  if (!view?.fields.has('color')) return null;
  const areNotes = [...view.kinds].every(isPaper);
  const all = swatchesOf(areNotes ? 'papers' : 'inks', editor.theme.value, false);
  const sorted = areNotes ? all : inks.flatMap((wanted) => all.find(({ id }) => id === wanted) ?? []);
  const brights = isBroadInk(view) ? swatchesOf('inks', editor.theme.value, true).slice(all.length) : [];
  const viewport = editor.viewport.value;
  const room = isOnSide(viewport) ? column : Math.floor((viewport.width - others) / swatch);
  return (
    <fieldset class="quick-styles" aria-label={say('style.colors')} onKeyDown={moveFocus}>
      {[...brights, ...sorted].slice(0, Math.max(1, room)).map(({ id, name, stored, shown }) => (
        <Pick
          key={id}
          kind="swatch"
          name={name}
          chosen={view.values.color === stored}
          onPress={() => applyStyle(editor, { color: stored }, { makes })}
        >
          <span style={{ background: shown }} />
        </Pick>
      ))}
    </fieldset>
  );
};

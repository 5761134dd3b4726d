import { isPaper } from '@gesso/crdt-schema';
import { colorOn, markOn, paperOn, type Theme } from '@gesso/drawing';
import type { StyleView } from '../editor/selection-style.ts';
import { Icon } from './parts/icons.tsx';

/** px of a line in the pill; thicker ones would say no more. */
const thickest = 9;

/** A dot of a color; a ring where the selection has several. */
const Dot = ({ shown, kind }: { readonly shown: string | undefined; readonly kind: string }) => (
  <span class={`pill-dot ${kind}${shown === undefined ? ' mixed' : ''}`} style={{ background: shown }} />
);

const shownIn = (color: unknown, theme: Theme, shade: (color: string, theme: Theme) => string): string | undefined =>
  typeof color === 'string' ? shade(color, theme) : undefined;

/** What a style looks like, in the room of one button: its color, its line, its fill. */
export const StylePill = ({ view, theme }: { readonly view: StyleView; readonly theme: Theme }) => {
  const { fields, kinds, values } = view;
  // Of a picture there is nothing that a dot or a line could show.
  if (!fields.has('color') && !fields.has('fill') && !fields.has('size')) return <Icon name="picture" />;
  if ([...kinds].every(isPaper)) return <Dot kind="paper" shown={shownIn(values.color, theme, paperOn)} />;
  const width = values.strokeWidth ?? values.width;
  const hasLine = fields.has('strokeWidth') || fields.has('width');
  const ink = shownIn(values.color, theme, markOn);
  const height = `${Math.min(thickest, typeof width === 'number' ? width : 2)}px`;
  return (
    <>
      {fields.has('color') ? <Dot kind="ink" shown={ink} /> : null}
      {hasLine ? <span class="pill-line" style={{ height, background: ink }} /> : null}
      {fields.has('size') && !hasLine ? <span class="pill-letters">Aa</span> : null}
      {fields.has('fill') ? (
        values.fill === 'none' ? (
          <span class="pill-dot fill no-fill" />
        ) : (
          <Dot kind="fill" shown={shownIn(values.fill, theme, colorOn)} />
        )
      ) : null}
    </>
  );
};

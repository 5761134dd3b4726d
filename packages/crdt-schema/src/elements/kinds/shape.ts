import { label, withDefault } from '../props/prop.ts';
import { type Form, styles } from '../props/styles.ts';
import { graphite } from './common.ts';

/** What rectangles, ellipses and diamonds have in common: a box with an outline, a fill and a label. `form` is what it is until set. */
export const shape = (form: Form) => ({
  placing: 'box' as const,
  size: [100, 100] as const,
  props: {
    form: withDefault(styles.form, form),
    color: withDefault(styles.color, graphite),
    fill: withDefault(styles.fill, 'none'),
    fillStyle: withDefault(styles.fillStyle, 'solid'),
    strokeWidth: withDefault(styles.strokeWidth, 2),
    dash: withDefault(styles.dash, 'solid'),
    edge: withDefault(styles.edge, 'clean'),
    radius: withDefault(styles.radius, 0),
    text: label,
    size: withDefault(styles.size, 20),
    font: withDefault(styles.font, 'hand'),
    align: withDefault(styles.align, 'center'),
    valign: withDefault(styles.valign, 'middle'),
  },
});

import { label, usual } from '../props/prop.ts';
import { type Form, styles } from '../props/styles.ts';
import { graphite } from './common.ts';

/** What rectangles, ellipses and diamonds have in common: a box with an outline, a fill and a label. `form` is what it is until set. */
export const shape = (form: Form) => ({
  placing: 'box' as const,
  size: [100, 100] as const,
  props: {
    form: usual(styles.form, form),
    color: usual(styles.color, graphite),
    fill: usual(styles.fill, 'none'),
    fillStyle: usual(styles.fillStyle, 'solid'),
    strokeWidth: usual(styles.strokeWidth, 2),
    dash: usual(styles.dash, 'solid'),
    edge: usual(styles.edge, 'clean'),
    radius: usual(styles.radius, 0),
    text: label,
    size: usual(styles.size, 20),
    font: usual(styles.font, 'hand'),
    align: usual(styles.align, 'center'),
    valign: usual(styles.valign, 'middle'),
  },
});

import { label, usual } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';

/** What rectangles, ellipses and diamonds have in common: a box with an outline, a fill and a label in its middle. */
export const shape = {
  placing: 'box',
  size: [100, 100],
  props: {
    color: usual(styles.color, graphite),
    fill: usual(styles.fill, 'none'),
    strokeWidth: usual(styles.strokeWidth, 2),
    dash: usual(styles.dash, 'solid'),
    radius: usual(styles.radius, 0),
    text: label,
    size: usual(styles.size, 20),
    font: usual(styles.font, 'hand'),
    align: usual(styles.align, 'center'),
  },
} as const;

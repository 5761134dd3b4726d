import { flagField } from '../props/fields.ts';
import { withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';
import { defineKind } from './define-kind.ts';

/** A grid of cells with texts. Its size is that of its rows and columns; the one it is made with is what older versions show. */
export const table = defineKind({
  letter: 'T',
  placing: 'box',
  size: [420, 120],
  grid: true,
  props: {
    color: withDefault(styles.color, graphite),
    fill: withDefault(styles.fill, '#ffffff'),
    size: withDefault(styles.size, 16),
    font: withDefault(styles.font, 'hand'),
    align: withDefault(styles.align, 'left'),
    /** Whether its first row names what the columns hold. */
    header: withDefault(flagField('hd'), true),
  },
});

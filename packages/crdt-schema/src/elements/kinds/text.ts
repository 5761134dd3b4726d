import { lengthField } from '../props/fields.ts';
import { body, optional, withDefault } from '../props/prop.ts';
import { styles } from '../props/styles.ts';
import { graphite } from './common.ts';
import { defineKind } from './define-kind.ts';

/** Its `width` is where its lines break; absent, it is as wide as its longest line. */
export const text = defineKind({
  letter: 't',
  placing: 'text',
  props: {
    text: body,
    color: withDefault(styles.color, graphite),
    size: withDefault(styles.size, 20),
    font: withDefault(styles.font, 'hand'),
    align: withDefault(styles.align, 'left'),
    /**
     * Without a `width` the text grows up to here and wraps, and `x` is where it grows from: its left edge, its middle or its right
     * edge, as it is aligned. `left` then is where its script begins, which is the right of Arabic. Absent, its lines never wrap,
     * `x` is its left edge and `left` is left.
     */
    most: optional(lengthField('mw')),
  },
});

import { cropField } from '../props/crop.ts';
import { assetField, nameField } from '../props/fields.ts';
import { optional, required } from '../props/prop.ts';
import { defineKind } from './define-kind.ts';

/** A picture. Its bytes lie elsewhere, under their SHA-256 (base64url, 43 characters). */
export const image = defineKind({
  letter: 'i',
  placing: 'box',
  size: [100, 100],
  required: ['width', 'height'],
  pointedInto: true,
  props: {
    asset: required(assetField('h')),
    crop: optional(cropField('cr')),
    /** What is to be seen, for those who cannot see it. */
    alt: optional(nameField('at')),
  },
});

import { initials } from '../../ui/initials.ts';
import { colorFor } from './faces.ts';
import type { Talk } from './talk.ts';

/** A person's face beside what they wrote: decoration only, their name is read elsewhere. */
export function FaceOf({
  talk,
  author,
}: {
  readonly talk: Pick<Talk, 'faces'>;
  readonly author: { readonly id: string; readonly name: string } | undefined;
}) {
  const { id = '', name = '' } = author ?? {};
  const color = talk.faces.value.get(id)?.color ?? colorFor(id);
  return (
    <span class="face comment-face" style={{ background: color }} data-initials={initials(name)} aria-hidden="true" />
  );
}

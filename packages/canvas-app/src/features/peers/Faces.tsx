import { useApp } from '../../ui/app-context.ts';
import { initials } from '../../ui/initials.ts';
import { onDemand } from '../../ui/parts/on-demand.tsx';
import { say } from '../../words/say.ts';

/** Nobody needs the others' faces before there are others. */
const OtherFaces = onDemand(async () => (await import('./OtherFaces.tsx')).OtherFaces);

/** Fetches the faces of the others, so that they are there at once. */
export const loadOtherFaces = OtherFaces.load;

/** The person at this page. A press leads to where the name can be changed. */
function MyFace() {
  const { shell, you } = useApp();
  const me = you.value;
  if (me === undefined) return null;
  const label = say('app.me', { name: me.name });
  return (
    <li>
      <button
        type="button"
        class="face me"
        style={{ background: me.color }}
        title={label}
        aria-label={label}
        onClick={() => shell.openPanel('me')}
      >
        {initials(me.name)}
      </button>
    </li>
  );
}

/** Who is here, a face each. */
export function Faces() {
  return (
    <ul class="faces" aria-label={say('app.people')}>
      {useApp().editor.peers.value.length > 0 ? <OtherFaces /> : null}
      <MyFace />
    </ul>
  );
}

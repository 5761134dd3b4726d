import { reactions } from '@gesso/crdt-schema';
import { toScreen } from '../../editor/camera.ts';
import { useApp } from '../../ui/app-context.ts';
import { floats, sink } from './floats.ts';

/** Reactions on their way up. They are told by words elsewhere. */
export function Floats() {
  const { editor } = useApp();
  const camera = editor.camera.value;
  return (
    <div class="floats" aria-hidden="true">
      {floats.value.map(({ id, which, x, y }) => {
        const at = toScreen(camera, { x, y });
        return (
          <div key={id} style={{ transform: `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)` }}>
            {/* Each sways its own way, the same at everybody's. */}
            <i style={{ '--sway': `${((id * 7) % 5) * 8 - 16}px` }} onAnimationEnd={() => sink(id)}>
              {reactions[which]}
            </i>
          </div>
        );
      })}
    </div>
  );
}

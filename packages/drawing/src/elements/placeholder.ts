import { roundedPath } from '../forms/rect.ts';
import { expand } from '../geometry/box.ts';
import type { Box } from '../geometry/units.ts';
import type { Look, Paint2D } from '../paint.ts';

const colors = {
  light: { ground: '#f0ede5', line: '#cfc9bb' },
  dark: { ground: '#222427', line: '#3d4046' },
} as const;

/** A quiet box with a diagonal, for what cannot be shown: a picture that is not there yet, a kind from a newer version. */
export const paintPlaceholder = (g: Paint2D, box: Box, look: Look): void => {
  const { ground, line } = colors[look.theme];
  const inner = expand(box, -Math.min(1, box.w / 2, box.h / 2));
  const radius = Math.min(6, box.w / 4, box.h / 4);
  g.fillStyle = ground;
  g.strokeStyle = line;
  g.lineWidth = Math.min(1.5, box.w, box.h);
  g.beginPath();
  roundedPath(g, inner, radius);
  g.fill();
  g.stroke();
  const inset = radius * 0.3;
  g.beginPath();
  g.moveTo(inner.x + inset, inner.y + inner.h - inset);
  g.lineTo(inner.x + inner.w - inset, inner.y + inset);
  g.stroke();
};

import { drawPlan } from './plan.ts';
import { runPlan } from './world.ts';

const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 20);
const t = performance.now();
for (let s = from; s < from + n; s++) {
  const t0 = performance.now();
  const o = await runPlan(drawPlan(s));
  if (o.violation || process.env.V)
    console.log(s, o.performed, o.events, Math.round(performance.now() - t0), o.violation?.message.slice(0, 600));
}
console.log('total', Math.round(performance.now() - t));

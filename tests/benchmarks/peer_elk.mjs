// Lays a case out with elkjs and prints the drawing as JSON: node peer_elk.mjs NODE_MODULES CASE RUNS
// The layered algorithm has no lanes; boxes and arrows only.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, file, runs] = process.argv.slice(2);
const ELK = createRequire(folder + '/')(folder + '/elkjs');
const kase = JSON.parse(readFileSync(file));
const graph = () => ({
  id: 'root',
  layoutOptions: {
    'elk.algorithm': 'layered', 'elk.direction': 'RIGHT', 'elk.edgeRouting': 'ORTHOGONAL',
    'elk.layered.spacing.nodeNodeBetweenLayers': '30', 'elk.spacing.nodeNode': '20',
  },
  children: kase.nodes.map((n) => ({ id: n.id, width: n.w, height: n.h })),
  edges: kase.edges.map((e) => ({ id: e.id, sources: [e.s], targets: [e.t] })),
});
const elk = new ELK();
// The first layout of a process, then as many more as are asked for.
let seconds = [], out;
for (let i = 0; i <= Number(runs); i++) {
  const began = performance.now();
  out = await elk.layout(graph());
  seconds.push((performance.now() - began) / 1000);
}
const nodes = Object.fromEntries(out.children.map((n) => [n.id, [n.x, n.y, n.width, n.height]]));
const edges = Object.fromEntries(out.edges.map((e) => {
  const s = e.sections[0];
  return [e.id, [s.startPoint, ...(s.bendPoints ?? []), s.endPoint].map((p) => [p.x, p.y])];
}));
const first = seconds.shift();
seconds.sort((a, b) => a - b);
process.stdout.write(JSON.stringify({ nodes, edges, lanes: null, seconds: seconds[seconds.length >> 1], first }));

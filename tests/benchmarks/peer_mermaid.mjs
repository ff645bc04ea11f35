// Lays a case out with the core of Mermaid's swimlane layout and prints the drawing as JSON:
// node peer_mermaid.mjs NODE_MODULES CASE RUNS
// The core is not exported, and the rest measures text in a browser: a copy of its chunk with one more export is loaded.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, file, runs] = process.argv.slice(2);
const chunks = join(folder, 'mermaid', 'dist', 'chunks', 'mermaid.esm');
const name = readdirSync(chunks).find((each) => each.startsWith('swimlanes-') && each.endsWith('.mjs'));
const source = readFileSync(join(chunks, name), 'utf8').replace(/"\.\/(chunk-[\w-]+\.mjs)"/g, (_, chunk) =>
  JSON.stringify(pathToFileURL(join(chunks, chunk)).href));
const place = mkdtempSync(join(tmpdir(), 'peer-'));
writeFileSync(join(place, 'core.mjs'), source + '\nexport { runSwimlaneLayoutCore, prepareLayoutForSwimlanes };\n');
const { runSwimlaneLayoutCore, prepareLayoutForSwimlanes } = await import(pathToFileURL(join(place, 'core.mjs')).href);
rmSync(place, { recursive: true });

const kase = JSON.parse(readFileSync(file));
const data = () => ({
  type: 'flowchart', direction: 'LR', config: { flowchart: { nodeSpacing: 20, rankSpacing: 30 } },
  nodes: [
    ...kase.lanes.map((lane, i) => ({ id: 'lane' + i, label: '', isGroup: true, shape: 'rect', padding: 8 })),
    ...kase.nodes.map((n) => ({ id: n.id, label: '', isGroup: false, shape: 'rect', parentId: 'lane' + n.lane, width: n.w, height: n.h })),
  ],
  edges: kase.edges.map((e) => ({ id: e.id, start: e.s, end: e.t, label: '' })),
});
console.log = console.info = console.warn = () => {};
const once = () => { const graph = data(); prepareLayoutForSwimlanes(graph); runSwimlaneLayoutCore(graph); return graph; };
// The first layout of a process, then as many more as are asked for.
let seconds = [], out;
for (let i = 0; i <= Number(runs); i++) {
  const began = performance.now();
  out = once();
  seconds.push((performance.now() - began) / 1000);
}
const nodes = {}, lanes = {};
for (const n of out.nodes) {
  if (n.isGroup) lanes[n.id] = [n.y - n.height / 2, n.y + n.height / 2];
  else nodes[n.id] = [n.x - n.width / 2, n.y - n.height / 2, n.width, n.height];
}
const edges = Object.fromEntries(out.edges.filter((e) => e.points).map((e) => [e.id, e.points.map((p) => [p.x, p.y])]));
const first = seconds.shift();
seconds.sort((a, b) => a - b);
const bands = kase.lanes.map((_, i) => lanes['lane' + i]);
process.stdout.write(JSON.stringify({
  nodes, edges, lanes: bands.every((b) => b && Number.isFinite(b[0])) ? bands : null, seconds: seconds[seconds.length >> 1], first,
}));

// Lays a case out with bpmn-auto-layout and prints the drawing as JSON: node peer_bpmn.mjs NODE_MODULES CASE RUNS
// It takes BPMN and gives every task its own size; version 1 reads no lanes, so the drawing has none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, file, runs] = process.argv.slice(2);
const { layoutProcess } = await import(pathToFileURL(join(folder, 'bpmn-auto-layout', 'dist', 'index.js')).href);
const kase = JSON.parse(readFileSync(file));
const at = new Map(kase.nodes.map((n, i) => [n.id, 't' + i]));
const tasks = kase.nodes.map((n) => {
  const ends = (key, tag) => kase.edges.flatMap((e, k) => (e[key] === n.id ? `<bpmn:${tag}>f${k}</bpmn:${tag}>` : [])).join('');
  return `<bpmn:task id="${at.get(n.id)}">${ends('t', 'incoming')}${ends('s', 'outgoing')}</bpmn:task>`;
});
const flows = kase.edges.map((e, k) => `<bpmn:sequenceFlow id="f${k}" sourceRef="${at.get(e.s)}" targetRef="${at.get(e.t)}" />`);
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:case">
<bpmn:process id="p" isExecutable="false">${tasks.join('')}${flows.join('')}</bpmn:process></bpmn:definitions>`;
console.warn = () => {};
// The first layout of a process, then as many more as are asked for.
let seconds = [], out;
for (let i = 0; i <= Number(runs); i++) {
  const began = performance.now();
  out = await layoutProcess(xml);
  seconds.push((performance.now() - began) / 1000);
}
const attribute = (text, name) => Number(new RegExp(`\\b${name}="([^"]*)"`).exec(text)[1]);
const nodes = {}, edges = {};
for (const [, id, body] of out.matchAll(/<bpmndi:BPMNShape[^>]*bpmnElement="t(\d+)"[^>]*>([\s\S]*?)<\/bpmndi:BPMNShape>/g)) {
  const bounds = /<dc:Bounds[^>]*>/.exec(body)[0];
  nodes[kase.nodes[id].id] = ['x', 'y', 'width', 'height'].map((name) => attribute(bounds, name));
}
for (const [, id, body] of out.matchAll(/<bpmndi:BPMNEdge[^>]*bpmnElement="f(\d+)"[^>]*>([\s\S]*?)<\/bpmndi:BPMNEdge>/g)) {
  edges[kase.edges[id].id] = [...body.matchAll(/<di:waypoint[^>]*>/g)].map(([tag]) => [attribute(tag, 'x'), attribute(tag, 'y')]);
}
const first = seconds.shift();
seconds.sort((a, b) => a - b);
process.stdout.write(JSON.stringify({ nodes, edges, lanes: null, seconds: seconds[seconds.length >> 1], first }));

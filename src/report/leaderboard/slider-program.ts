import { axisUnit } from '../chart/axis-unit.ts';
import type { PageProgram } from '../statement/render/html.ts';
import type { Standing } from './standing.ts';

/** Tables of fewer entries have nothing to choose among. */
const FEWEST = 2;

/**
 * Sliders for the page of a leaderboard: over each table how much energy at most and how good at least. Entries that do not meet them are dimmed, and the one of least
 * energy that does is named. Ranks stay those of all entries. Undefined where no table has two.
 */
export function sliderProgram({ task, classes }: Standing): PageProgram | undefined {
  const tables = classes.flatMap(({ placed }, i) => {
    const rows = placed.map(({ entry }) => [entry.energy.value ?? 0, entry.metric.value ?? 0] as const);
    if (rows.length < FEWEST) return [];
    const unit = axisUnit('energy', Math.max(...rows.map(([joules]) => joules)));
    return [{ id: `hardware-${i + 1}`, unit, rows, names: placed.map(({ entry }) => entry.name) }];
  });
  if (tables.length === 0) return undefined;
  return { script: SCRIPT, style: STYLE, data: { metric: task.metric, goal: task.goal, tables } };
}

const STYLE = `.sliders{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:.75rem 0}.sliders label{display:grid;gap:.2rem;min-width:14rem}.sliders input{min-height:24px}tr.beyond{opacity:.45}tr.beyond td:first-child::after{content:" beyond";font-size:.8em}@media print{.sliders{display:none}}`;

/** Texts are set as texts: what is in an entry cannot become a part of the page. */
const SCRIPT = `(function(){
var data=JSON.parse(document.getElementById('page-data').textContent);
function make(tag,text){var one=document.createElement(tag);if(text)one.textContent=text;return one}
data.tables.forEach(function(table){
var section=document.getElementById(table.id),body=section&&section.querySelector('.scroll tbody');
var tables=section?section.querySelectorAll('.scroll tbody'):[];body=tables[tables.length-1];
if(!body||body.rows.length!==table.rows.length)return;
var more=data.goal==='maximize',joules=table.rows.map(function(r){return r[0]}),quality=table.rows.map(function(r){return r[1]});
function slider(name,low,high,start){var label=make('label'),shown=make('output'),input=make('input');
input.type='range';input.min=low;input.max=high;input.step=(high-low)/200||1;input.value=start;
var line=make('span',name+' ');line.appendChild(shown);label.appendChild(line);label.appendChild(input);bar.appendChild(label);return {input:input,shown:shown,start:start}}
var bar=make('div'),said=make('p');bar.className='sliders';said.setAttribute('role','status');
var e=[Math.min.apply(0,joules),Math.max.apply(0,joules)],q=[Math.min.apply(0,quality),Math.max.apply(0,quality)];
var energy=slider('Energy at most',e[0],e[1],e[1]),metric=slider(data.metric+(more?' at least':' at most'),q[0],q[1],more?q[0]:q[1]);
function text(value){return String(Number(value.toPrecision(3)))}
function apply(){var most=Number(energy.input.value),least=Number(metric.input.value),best=-1,isFree=most>=e[1]&&least===metric.start;
table.rows.forEach(function(row,i){var fits=row[0]<=most*(1+1e-9)&&(more?row[1]>=least-1e-12:row[1]<=least+1e-12);
body.rows[i].classList.toggle('beyond',!fits);if(fits&&(best<0||row[0]<table.rows[best][0]))best=i});
energy.shown.textContent=most>=e[1]?'any':text(most/table.unit.factor)+' '+table.unit.symbol;
metric.shown.textContent=least===metric.start?'any':text(least);
said.textContent=best<0?'No entry meets both.':(isFree?'Least energy: ':'Least energy that meets both: ')+table.names[best]+', '+text(table.rows[best][0]/table.unit.factor)+' '+table.unit.symbol+', '+data.metric+' '+text(table.rows[best][1])+'.'}
energy.input.addEventListener('input',apply);metric.input.addEventListener('input',apply);
var region=body.parentNode.parentNode;region.parentNode.insertBefore(bar,region);region.parentNode.insertBefore(said,region);apply()});
})();`;

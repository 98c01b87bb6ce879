import { paletteCss } from '../../chart/palette.ts';

/** The style of the page of a report: two themes, one column, print. */
export const PAGE_STYLE = `${paletteCss()}
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;background:var(--surface);color:var(--ink);-webkit-text-size-adjust:100%}
body{margin:0}
main,footer{max-width:55rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .35rem;letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:3rem 0 .75rem;padding-top:1.1rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:2rem 0 .25rem;overflow-wrap:anywhere}
p{max-width:46rem;margin:.5rem 0;overflow-wrap:anywhere}
.sub,.says,figcaption,.small,small,footer{color:var(--muted)}
.sub,.small,figcaption,small,footer{font-size:.875rem}
.claim{font-size:1.1rem;margin:1.1rem 0 1.4rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(11.5rem,1fr));gap:.75rem;margin:1rem 0}
@media (min-width:44.01rem){.facts:has(>:nth-child(5)){grid-template-columns:repeat(3,1fr)}}
.facts>div{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}
dt{font-size:.8125rem;color:var(--muted)}
dd{margin:0}
dd b{display:block;font-size:1.1rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
dd small,dd span{display:block}
dd span{font-size:.875rem;font-variant-numeric:tabular-nums}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;margin:1.5rem 0 0}
a{color:var(--gpu);text-underline-offset:2px}
nav a{padding:.2rem 0}
.notes{border-left:3px solid var(--cpu);padding:.1rem 0 .1rem .9rem;margin:1rem 0}
.notes ul{margin:.4rem 0;padding-left:1.1rem}
summary{cursor:pointer;padding:.25rem 0;color:var(--muted)}
summary:hover{color:var(--ink)}
:focus-visible{outline:2px solid var(--gpu);outline-offset:2px}
figure{margin:0 0 2.25rem}
figure h3{margin-top:1.6rem}
.says{margin:.1rem 0 .8rem}
figure svg{display:block;max-width:100%;height:auto}
figcaption{margin-top:.4rem;max-width:46rem}
.narrow{display:none}
.scroll{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;min-width:100%}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
th{color:var(--muted);font-weight:500}
th.n,td.n{text-align:right;white-space:nowrap}
td{max-width:24rem;min-width:6.5rem;overflow-wrap:anywhere}
td.n,td.k{min-width:0}
td.k{white-space:nowrap}
td:last-child,th:last-child{padding-right:0}
pre{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:.8rem;overflow-x:auto;font-size:.8125rem;line-height:1.45;user-select:all;white-space:pre-wrap;overflow-wrap:anywhere}
footer{margin-top:4rem;padding-top:1rem;padding-bottom:2.5rem;border-top:1px solid var(--line)}
@media (max-width:44rem){main,footer{padding:0 1rem}header{padding-top:1.5rem}h1{font-size:1.5rem}.claim{font-size:1.02rem}.wide{display:none}.narrow{display:block}.narrow svg{width:100%}.facts{grid-template-columns:1fr 1fr}dd b{font-size:1rem}}
@media (max-width:22rem){.facts{grid-template-columns:1fr}}
@media (forced-colors:active){.facts>div,pre{border-color:CanvasText}}
@media print{html{font-size:11pt}main,footer{max-width:none;padding:0}nav{display:none}h2,h3{break-after:avoid}table{font-size:.8rem}th,td{padding:.3rem .6rem .3rem 0}td{min-width:0}figure,tr{break-inside:avoid}details::details-content{content-visibility:visible;block-size:auto}.twin>summary{display:none}summary{list-style:none}.scroll{overflow:visible}a{color:inherit}@page{margin:18mm}}
`;

/** How the page looks, on a screen and on paper. */
import { FONT_FAMILY } from '../fonts.js';

export const STYLE = `
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 ${FONT_FAMILY}; color: #222; background: #fff; }
main { max-width: 760px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 19px; margin: 40px 0 12px; padding-top: 10px; border-top: 1px solid #ccc; }
p { margin: 0 0 10px; }
.lead { font-size: 17px; }
.facts, figcaption, .note { color: #555; font-size: 13px; }
nav { margin: 18px 0 0; font-size: 13px; }
nav a { margin-right: 14px; white-space: nowrap; }
a { color: #0b5a94; }
dl { margin: 0; display: grid; grid-template-columns: minmax(90px, max-content) 1fr; gap: 6px 16px; }
dt { font-weight: 700; }
dd { margin: 0; overflow-wrap: anywhere; }
.table { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 12.5px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: 3px 12px 3px 0; border-bottom: 1px solid #e2e2e2; }
th { border-bottom-color: #888; vertical-align: bottom; }
.whole { white-space: nowrap; }
.number { text-align: right; white-space: nowrap; }
.warnings { border: 2px solid #c2410c; padding: 10px 14px; margin: 20px 0; }
.warnings h2 { border: 0; margin: 0 0 6px; padding: 0; }
.warnings ul, .plain { margin: 0; padding-left: 20px; }
.warnings li { overflow-wrap: anywhere; }
figure { margin: 0 0 34px; break-inside: avoid; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: 4px; }
code { font: 12px/1.4 ui-monospace, Consolas, Menlo, monospace; overflow-wrap: anywhere; }
@page { size: A4; margin: 15mm; }
@media print {
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  nav, .files { display: none; }
  a { color: inherit; text-decoration: none; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  .table { overflow: visible; }
  figure svg { max-height: 240mm; }
}
`;

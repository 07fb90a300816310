/** What an example for Observable may call, for a page; attachments read as those of Observable do. */
import * as Plot from '@observablehq/plot';
import { autoType, csvParse } from 'd3';
import embed from 'vega-embed';

window.Plot = Plot;
window.attached = (files) => (name) => ({
  csv: async () => csvParse(files[name], autoType),
  json: async () => JSON.parse(files[name]),
  parquet: async () => ({ toArray: () => files[name] }),
});
window.embed = (specification) => embed('#figure', specification, { renderer: 'svg', actions: false });

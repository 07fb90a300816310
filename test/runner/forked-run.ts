/** An experiment whose arms part at tick 21 or later, as whole runs and with a fork there. */
export const WHOLE = `name: small
extends: base
seeds: [a, b, "c,d"]
record: { series: 3, attribution: 8 }
metrics:
  mean: { series: price.crypto, statistic: mean }
  first: { series: index.broad, statistic: first }
schedule:
  - { from: 4, until: 9, set: { funds.callRate: 50 } }
arms:
  calm:
  calls: { schedule: [{ from: 21, set: { funds.callRate: 300 } }] }
  later: { schedule: [{ from: 30, set: { funds.callRate: 900 } }] }
`;

export const FORKED = `${WHOLE}fork: { at: 21 }\n`;

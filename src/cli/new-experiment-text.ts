/** The file that `rqe new` writes. */

const TEXT = `# yaml-language-server: $schema=experiment.schema.json
# (rqe schema > experiment.schema.json gives editors all names, units and ranges)
#
# An experiment says only what differs from what it extends. 'rqe check FILE' resolves it, 'rqe run FILE' runs it,
# 'rqe batch FILE' runs it with many seeds and compares the arms.

title: What a wave of capital calls does
question: Do prices fall when commitments are called, or does what is spent bring as much money back?
# Written down before the run. What comes out may be otherwise, and depends on the idle cash below.
expectation: With so much idle cash less than one percent either way; what is called is paid from cash and spent.

extends: base                 # every parameter, with unit and source; or a path: ../my-base.yaml
ticks: 120                    # trading days; base says how long a run is otherwise
seeds: { count: 4, base: new } # or a list: [1, 2, "a text"]; every arm runs with the same seeds

# Values carry units: 25 bp, 4 %, 300 $bn/yr, 1.5 $tn, 90 days, 2 years, true. 'rqe list parameters' shows the names,
# 'rqe describe NAME' what one means.
parameters:
  opening:
    initialIdleCash: 1500 $bn

arms:                         # variants; only what differs
  calm:
    description: nothing happens
  wave:
    description: commitments are called for three months
    against: calm             # compared seed by seed
    schedule:                 # added to the schedule of the experiment; ticks or dates, 'until' restores
      - { from: 20, until: 83, over: 5, set: { sovereignFunds.capitalCallRate: 300 $bn/yr } }
      # - { from: 2026-03-02, set: { fed.treasuryPurchases: 40 $bn/month } }
      # - { when: { series: index.broad, below: 0.85 }, hold: 20, once: true, set: { ... } }

record:                       # how often: daily, weekly, monthly, quarterly, yearly or a number of ticks
  series: daily
  balance: monthly
  attribution: daily          # for 'rqe explain RESULT --asset crypto --from 20 --to 60'

metrics:                      # one number a run each, over all ticks; arms are compared by them. 'rqe list metrics'
  broadIndex: { series: index.broad, statistic: last, label: broad index }
  deepestFall: { series: index.broad, statistic: max drawdown, label: deepest fall }
  crypto: { series: price.crypto, statistic: last }
  treasuryYield: { series: yield.treasuryBonds, statistic: last, label: 10-year }
  # aMonthLater: { formula: "100 * (at(index.broad, 41) / at(index.broad, 20) - 1)", unit: "%" }

# fork: { at: 20 }            # run what the arms share once a seed; no result changes
# design:                     # every arm at every point
#   type: grid
#   parameters: { opening.initialIdleCash: [400 $bn, 1500 $bn, 6000 $bn] }
`;

export function newExperimentText(): string {
  return TEXT;
}

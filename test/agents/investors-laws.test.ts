import { assetManagers } from '../../agents/asset-managers.js';
import { hedgeFunds } from '../../agents/hedge-funds.js';
import { insurers } from '../../agents/insurers.js';
import { retail } from '../../agents/retail.js';
import { sovereignFunds } from '../../agents/sovereign-funds.js';
import { describeLaws } from './laws.js';
import { movePrices, type SmallWorld, smallWorld } from './small-world.js';

const INVESTORS = [sovereignFunds, hedgeFunds, retail, assetManagers, insurers];

/** A fall of 4 % a tick with calls of commitments, after which redemptions, margins and closures run. */
function slump(world: SmallWorld): void {
  movePrices(world, -0.04);
}

for (const kind of INVESTORS)
  describeLaws(
    kind,
    () =>
      smallWorld(INVESTORS, {
        values: {
          'sovereignFunds.capitalCallRate': 3000,
          'sovereignFunds.callNotice': 1,
          'hedgeFunds.redemptionNotice': 2,
        },
      }),
    slump,
  );

/** All agent kinds, in row order; the engine puts its clearing account behind the money funds. */
import type { AgentKind } from '../src/agent-kind.js';
import { aiBuilders } from './ai-builders.js';
import { aiLabs } from './ai-labs.js';
import { assetManagers } from './asset-managers.js';
import { banks } from './banks.js';
import { chipVendor } from './chip-vendor.js';
import { cryptoMiners } from './crypto-miners.js';
import { cryptoPerpetuals } from './crypto-perpetuals.js';
import { fed } from './fed.js';
import { hedgeFunds } from './hedge-funds.js';
import { hyperscalers } from './hyperscalers.js';
import { insurers } from './insurers.js';
import { moneyFunds } from './money-funds.js';
import { neoclouds } from './neoclouds.js';
import { power } from './power.js';
import { privateBorrowers } from './private-borrowers.js';
import { privateCreditFunds } from './private-credit-funds.js';
import { realEconomy } from './real-economy.js';
import { retail } from './retail.js';
import { sovereignFunds } from './sovereign-funds.js';
import { treasury } from './treasury.js';

export const AGENT_KINDS: readonly AgentKind[] = [
  fed,
  treasury,
  banks,
  moneyFunds,
  realEconomy,
  power,
  aiBuilders,
  chipVendor,
  aiLabs,
  hyperscalers,
  neoclouds,
  cryptoMiners,
  privateBorrowers,
  privateCreditFunds,
  sovereignFunds,
  hedgeFunds,
  retail,
  assetManagers,
  insurers,
  cryptoPerpetuals,
];

/** All replications, in the order in which they are shown. */
import { brockHommes } from './brock-hommes.js';
import { contSchaanning } from './cont-schaanning.js';
import { frankeWesterhoff } from './franke-westerhoff.js';
import { gabaixKoijen } from './gabaix-koijen.js';
import { greenwoodLandierThesmar } from './greenwood-landier-thesmar.js';
import type { Replication } from './replication.js';
import { thurnerFarmerGeanakoplos } from './thurner-farmer-geanakoplos.js';

export const REPLICATIONS: readonly Replication[] = [
  thurnerFarmerGeanakoplos,
  frankeWesterhoff,
  brockHommes,
  gabaixKoijen,
  greenwoodLandierThesmar,
  contSchaanning,
];

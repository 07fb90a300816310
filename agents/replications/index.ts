/** All published models, in the order in which they are shown. */
import type { PublishedModel } from '../../src/agent-kind.js';
import { brockHommes } from './brock-hommes.js';
import { contSchaanning } from './cont-schaanning.js';
import { frankeWesterhoff } from './franke-westerhoff.js';
import { gabaixKoijen } from './gabaix-koijen.js';
import { greenwoodLandierThesmar } from './greenwood-landier-thesmar.js';
import { thurnerFarmerGeanakoplos } from './thurner-farmer-geanakoplos.js';

export const PUBLISHED_MODELS: readonly PublishedModel[] = [
  thurnerFarmerGeanakoplos,
  frankeWesterhoff,
  brockHommes,
  gabaixKoijen,
  greenwoodLandierThesmar,
  contSchaanning,
];

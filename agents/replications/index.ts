/** All published models, in the order in which they are shown. */
import type { PublishedModel } from '../../src/agent-kind.js';
import { brockHommes } from './brock-hommes.js';
import { gabaixKoijen } from './gabaix-koijen.js';
import { greenwoodLandierThesmar } from './greenwood-landier-thesmar.js';

export const PUBLISHED_MODELS: readonly PublishedModel[] = [
  brockHommes,
  gabaixKoijen,
  greenwoodLandierThesmar,
];

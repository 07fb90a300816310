/** All replications, in the order in which they are shown. */
import { brockHommes } from './brock-hommes.js';
import { gabaixKoijen } from './gabaix-koijen.js';
import { greenwoodLandierThesmar } from './greenwood-landier-thesmar.js';
import type { Replication } from './replication.js';

export const REPLICATIONS: readonly Replication[] = [brockHommes, gabaixKoijen, greenwoodLandierThesmar];

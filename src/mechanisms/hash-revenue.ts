/**
 * What mining crypto earns: rewards in coins, worth what a coin is worth, shared among all who mine; power is paid in
 * dollars. Margins are therefore levered on the price (Prat & Walter 2021, JPE 129).
 */

/**
 * Revenue of a miner, $bn a year: revenue at the start × price of a coin / hash power of the network, both relative to the
 * start. A halving of rewards acts as a doubling of the network.
 */
export function hashRevenue(start: number, price: number, network: number): number {
  return network > 0 ? (start * price) / network : 0;
}

/** Revenue less power, $bn a year; machines that do not earn their power are switched off. */
export function hashMargin(revenue: number, power: number): number {
  return Math.max(revenue - power, 0);
}

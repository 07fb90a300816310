/**
 * Auction of seized chips: the price at which buyers with cash, kilowatts and a use for them take what is offered.
 *
 * Cash-in-the-market pricing (Allen & Gale 1994): while buyers have cash and power, the price is what the chips earn;
 * beyond that it falls until the cash there is buys what is offered, and what nobody can power is scrap. One price
 * for all; who values chips more is served first.
 */

export interface FleetBuyer {
  /** $bn that the buyer can spend. */
  readonly cash: number;
  /** Capacity that it can still power, in the units of the supply. */
  readonly room: number;
  /** Most that it pays for a unit: what a unit earns it over the remaining economic life. */
  readonly reservation: number;
}

export interface FleetSale {
  /** $bn for a unit. */
  readonly price: number;
  /** Units that each buyer takes. */
  readonly bought: readonly number[];
  /** Units that go to scrap. */
  readonly scrapped: number;
  /** $bn, scrap included. */
  readonly proceeds: number;
}

const BISECTIONS = 200;

/** Units that these buyers take at a price, if all of them buy. */
function demandAt(price: number, buyers: readonly FleetBuyer[]): number {
  let units = 0;
  for (const buyer of buyers) units += wanted(price, buyer);
  return units;
}

function wanted(price: number, { cash, room }: FleetBuyer): number {
  const limit = Math.max(room, 0);
  return price > 0 ? Math.min(limit, Math.max(cash, 0) / price) : limit;
}

/** Price between two bounds at which the buyers take the supply; demand falls in the price. */
function priceFor(supply: number, buyers: readonly FleetBuyer[], low: number, high: number): number {
  let [below, above] = [low, high];
  for (let step = 0; step < BISECTIONS && above - below > 1e-15 * above; step++) {
    const middle = (below + above) / 2;
    if (demandAt(middle, buyers) >= supply) below = middle;
    else above = middle;
  }
  return below;
}

/** Price at which the supply is sold, not below scrap: the lowest at which marginal buyers are rationed or fill it. */
function clearingPrice(supply: number, buyers: readonly FleetBuyer[], scrapValue: number): number {
  const levels = [...new Set(buyers.map(({ reservation }) => reservation))]
    .filter((level) => level > scrapValue)
    .sort((one, other) => other - one);
  for (const [index, level] of levels.entries()) {
    const served = buyers.filter(({ reservation }) => reservation >= level);
    if (demandAt(level, served) >= supply) return level;
    const next = Math.max(levels[index + 1] ?? scrapValue, scrapValue);
    if (demandAt(next, served) >= supply) return priceFor(supply, served, next, level);
  }
  return scrapValue;
}

/**
 * Sells `supply` units. The price never rises in the supply, and falls once more is sold than those who would pay it can
 * power and pay for: proceeds then grow less than in proportion. With buyers of unlimited cash and power it is the highest
 * reservation price whatever the supply.
 * @param scrapValue $bn that a unit is worth to nobody in particular, >= 0
 */
export function sellFleet(supply: number, buyers: readonly FleetBuyer[], scrapValue: number): FleetSale {
  if (!(supply > 0)) return { price: 0, bought: buyers.map(() => 0), scrapped: 0, proceeds: 0 };
  const price = clearingPrice(supply, buyers, scrapValue);
  const bought = buyers.map(() => 0);
  let left = supply;
  const order = buyers
    .map(({ reservation }, index) => ({ reservation, index }))
    .filter(({ reservation }) => reservation > scrapValue && reservation >= price)
    .sort((one, other) => other.reservation - one.reservation || one.index - other.index);
  for (const { index } of order) {
    bought[index] = Math.min(wanted(price, buyers[index]), left);
    left -= bought[index];
  }
  const scrapped = price > scrapValue && left < 1e-9 * supply ? 0 : left;
  return { price, bought, scrapped, proceeds: price * (supply - scrapped) + scrapValue * scrapped };
}

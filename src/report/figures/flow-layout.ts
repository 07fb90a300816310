/** Where the nodes and bands of a Sankey diagram lie: payers, what they pay for, receivers. */

/** A payment of one party for one purpose: negative paid, positive received. */
export interface Payment {
  readonly flow: string;
  readonly kind: string;
  readonly amount: number;
}

export interface Node {
  readonly side: 'payer' | 'flow' | 'receiver';
  readonly name: string;
  readonly amount: number;
  readonly low: number;
  readonly high: number;
}

export interface Band {
  readonly flow: string;
  readonly kind: string;
  readonly side: 'payer' | 'receiver';
  readonly amount: number;
  /** Lower ends at the party and at the flow; the band is as high as its amount. */
  readonly atParty: number;
  readonly atFlow: number;
  readonly height: number;
}

/** Room that the name of a node needs. */
const LEAST_SLOT = 13;
const GAP = 3;

function totals(payments: readonly Payment[], key: (payment: Payment) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const payment of payments)
    sums.set(key(payment), (sums.get(key(payment)) ?? 0) + Math.abs(payment.amount));
  return new Map([...sums].sort(([, a], [, b]) => b - a));
}

/** Nodes below one another, the largest first, with room for their names. */
function column(side: Node['side'], amounts: ReadonlyMap<string, number>, scale: number): Node[] {
  let at = 0;
  return [...amounts].map(([name, amount]) => {
    const height = amount * scale;
    const slot = Math.max(height, LEAST_SLOT);
    const low = at + (slot - height) / 2;
    at += slot + GAP;
    return { side, name, amount, low, high: low + height };
  });
}

function centred(nodes: readonly Node[], height: number): Node[] {
  const shift = (height - (nodes.at(-1)?.high ?? 0)) / 2;
  return nodes.map((node) => ({ ...node, low: node.low + shift, high: node.high + shift }));
}

/**
 * The layout: each column holds the same sum of payments.
 * @param payments of each flow sum to zero
 * @param height pixels for the whole sum, gaps apart
 */
export function sankey(
  payments: readonly Payment[],
  height: number,
): { readonly nodes: Node[]; readonly bands: Band[]; readonly height: number } {
  const paid = payments.filter(({ amount }) => amount < 0);
  const received = payments.filter(({ amount }) => amount > 0);
  const sum = received.reduce((total, { amount }) => total + amount, 0);
  const scale = height / sum;
  const columns = [
    column(
      'payer',
      totals(paid, ({ kind }) => kind),
      scale,
    ),
    column(
      'flow',
      totals(received, ({ flow }) => flow),
      scale,
    ),
    column(
      'receiver',
      totals(received, ({ kind }) => kind),
      scale,
    ),
  ];
  const whole = Math.max(...columns.map((nodes) => nodes.at(-1)?.high ?? 0));
  const nodes = columns.flatMap((one) => centred(one, whole));
  const bands = [...bandsOf('payer', paid, nodes, scale), ...bandsOf('receiver', received, nodes, scale)];
  return { nodes, bands, height: whole };
}

function bandsOf(
  side: Band['side'],
  payments: readonly Payment[],
  nodes: readonly Node[],
  scale: number,
): Band[] {
  const place = (nodeSide: Node['side'], name: string) =>
    nodes.findIndex((node) => node.side === nodeSide && node.name === name);
  const ordered = payments
    .map((payment) => ({ payment, party: place(side, payment.kind), flow: place('flow', payment.flow) }))
    .filter(({ party, flow }) => party >= 0 && flow >= 0);
  const used = new Map<string, number>();
  const take = (key: string, height: number) => {
    const at = used.get(key) ?? 0;
    used.set(key, at + height);
    return at;
  };
  // At a party bands lie in the order of the flows, at a flow in that of the parties: they cross as little as may be.
  const byFlow = [...ordered].sort((a, b) => a.party - b.party || a.flow - b.flow);
  const atParty = new Map(
    byFlow.map(({ payment, party }) => [
      payment,
      nodes[party].low + take(`party ${party}`, Math.abs(payment.amount) * scale),
    ]),
  );
  const byParty = [...ordered].sort((a, b) => a.flow - b.flow || a.party - b.party);
  return byParty.map(({ payment, flow }) => {
    const height = Math.abs(payment.amount) * scale;
    const low = nodes[flow].low + take(`flow ${flow}`, height);
    const { flow: name, kind, amount } = payment;
    return {
      flow: name,
      kind,
      side,
      amount: Math.abs(amount),
      atParty: atParty.get(payment) ?? 0,
      atFlow: low,
      height,
    };
  });
}

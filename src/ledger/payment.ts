/**
 * Payments: the double entries that move money between any two rows.
 *
 * Whoever is not a bank, the Treasury or the Fed pays in deposits; banks among themselves and with the
 * Fed in reserves; the Treasury from its account at the Fed. Entries 1-13 of the Fed's balance-sheet
 * mechanics: a payment from a non-bank to the Treasury lowers deposits and reserves and raises the
 * Treasury account. The `clearing` row stands for the payment system between deposit holders and banks: what
 * is left there is spread over the banks when they settle (see `agents/banks.ts`).
 */
import { MOST_COLUMNS } from './book-passes.js';
import { instrumentIndex } from './instruments.js';
import type { Ledger, MoneyAccount } from './transfer.js';

export class Payments {
  private readonly deposits: number;
  private readonly reserves: number;
  private readonly treasuryAccount: number;

  /**
   * @param accounts money account of each kind
   * @param paymentSystem row between deposit holders and banks
   * @param fed row of the central bank
   */
  constructor(
    private readonly ledger: Ledger,
    private readonly accounts: readonly MoneyAccount[],
    private readonly paymentSystem: number,
    private readonly fed: number,
  ) {
    this.deposits = instrumentIndex('deposits', ledger.instruments);
    // A world whose rows all hold deposits needs no central bank.
    const withFed = accounts.some((account) => account !== 'deposits');
    this.reserves = withFed ? instrumentIndex('reserves', ledger.instruments) : -1;
    this.treasuryAccount = withFed ? instrumentIndex('treasuryAccount', ledger.instruments) : -1;
  }

  accountOf(row: number): MoneyAccount {
    return this.accounts[this.ledger.kindOf[row]];
  }

  /** Pays `amount` ($bn) from one row to another; a negative amount is paid the other way. */
  pay(from: number, to: number, amount: number, flow: number): void {
    if (amount === 0 || from === to) return;
    if (amount < 0) {
      this.pay(to, from, -amount, flow);
      return;
    }
    const { ledger, deposits, reserves, paymentSystem } = this;
    const payer = this.accountOf(from);
    const payee = this.accountOf(to);
    const payerAtBank = payer === 'deposits';
    const payeeAtBank = payee === 'deposits';
    if (payerAtBank && (payeeAtBank || payee === 'reserves')) {
      ledger.transfer(from, to, deposits, amount, flow);
    } else if (payeeAtBank && payer === 'reserves') {
      ledger.transfer(from, to, deposits, amount, flow);
    } else if (payer === 'reserves' && payee === 'reserves') {
      ledger.transfer(from, to, reserves, amount, flow);
    } else {
      // One side banks with the Fed: the money leaves through one account there and arrives in another.
      if (payerAtBank) ledger.transfer(from, paymentSystem, deposits, amount, flow);
      this.leave(payerAtBank ? paymentSystem : from, payerAtBank ? 'reserves' : payer, amount, flow);
      this.arrive(payeeAtBank ? paymentSystem : to, payeeAtBank ? 'reserves' : payee, amount, flow);
      if (payeeAtBank) ledger.transfer(paymentSystem, to, deposits, amount, flow);
    }
  }

  /**
   * Each row of `[first, last)` receives `amounts[row]` from `counterparty` (pays, if negative).
   * The rows may be of several kinds; the counterparty may hold any account.
   */
  payColumn(counterparty: number, first: number, last: number, amounts: Float64Array, flow: number): void {
    const { ledger } = this;
    const own = this.accountOf(counterparty);
    let row = first;
    while (row < last) {
      const kind = ledger.kindOf[row];
      const end = Math.min(last, ledger.kindStart[kind + 1]);
      const theirs = this.accounts[kind];
      if (theirs === 'deposits' && (own === 'deposits' || own === 'reserves')) {
        ledger.transferColumn(counterparty, row, end, this.deposits, amounts, flow);
      } else if (theirs === 'deposits') {
        const total = ledger.transferColumn(this.paymentSystem, row, end, this.deposits, amounts, flow);
        this.settleWithFed(counterparty, own, total, flow);
      } else {
        for (let r = row; r < end; r++) this.pay(counterparty, r, amounts[r], flow);
      }
      row = end;
    }
  }

  /**
   * `payColumn` to all rows of all kinds, of the k-th column under `flows[k]`: the same payments, to the bit. Rows that hold
   * deposits receive all columns at once.
   */
  payColumns(counterparty: number, columns: readonly Float64Array[], flows: readonly number[]): void {
    const { ledger, accounts } = this;
    if (columns.length === 0) return;
    const { kindStart } = ledger;
    const payOne = (kind: number, column: number): void =>
      this.payColumn(counterparty, kindStart[kind], kindStart[kind + 1], columns[column], flows[column]);
    const own = this.accountOf(counterparty);
    const isTogether =
      ledger.journal === undefined &&
      (own === 'deposits' || own === 'reserves') &&
      columns.length <= MOST_COLUMNS;
    const kinds = accounts.map(
      (theirs, kind) => isTogether && theirs === 'deposits' && kind !== ledger.kindOf[counterparty],
    );
    ledger.transferColumns(counterparty, this.deposits, columns, flows, kinds, payOne);
  }

  /**
   * Of what `payColumn` has just paid under `from`, each kind's `amounts[kind]` belongs to the flow `to`: the matrix is split.
   * No money moves, so that a payment of many kinds of income rounds once.
   *
   * @param amounts received by kind, $bn; they sum to zero but for rounding
   */
  divideFlow(counterparty: number, amounts: Float64Array, from: number, to: number): void {
    const { flows, kindOf } = this.ledger;
    const { deposits, reserves, treasuryAccount } = this;
    const payer = kindOf[counterparty];
    const fed = kindOf[this.fed];
    const move = (kind: number, instrument: number, amount: number): void => {
      flows.add(from, kind, instrument, -amount);
      flows.add(to, kind, instrument, amount);
    };
    for (let kind = 0; kind < amounts.length; kind++) {
      const amount = amounts[kind];
      if (amount === 0) continue;
      const account = this.accounts[kind];
      const money = account === 'deposits' ? deposits : reserves;
      move(payer, money, -amount);
      move(account === 'treasuryAccount' ? fed : kind, money, amount);
      if (account !== 'treasuryAccount') continue;
      move(fed, treasuryAccount, -amount);
      move(kind, treasuryAccount, amount);
    }
  }

  /** The account at the Fed of `counterparty` pays `total` into the payment system's reserves. */
  private settleWithFed(counterparty: number, account: MoneyAccount, total: number, flow: number): void {
    if (total >= 0) {
      this.leave(counterparty, account, total, flow);
      this.arrive(this.paymentSystem, 'reserves', total, flow);
    } else {
      this.leave(this.paymentSystem, 'reserves', -total, flow);
      this.arrive(counterparty, account, -total, flow);
    }
  }

  private leave(row: number, account: MoneyAccount, amount: number, flow: number): void {
    if (account === 'reserves') this.ledger.transfer(row, this.fed, this.reserves, amount, flow);
    else if (account === 'treasuryAccount')
      this.ledger.transfer(row, this.fed, this.treasuryAccount, amount, flow);
  }

  private arrive(row: number, account: MoneyAccount, amount: number, flow: number): void {
    if (account === 'reserves') this.ledger.transfer(this.fed, row, this.reserves, amount, flow);
    else if (account === 'treasuryAccount')
      this.ledger.transfer(this.fed, row, this.treasuryAccount, amount, flow);
  }
}

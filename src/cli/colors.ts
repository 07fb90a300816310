/**
 * Colours of the output: on a terminal, and never in a file or a pipe, whoever
 * runs the program. picocolors alone also colours whenever `CI` is set, which
 * puts escape codes into logs and into the files that people parse.
 * `FORCE_COLOR` asks for colours all the same; `NO_COLOR` (no-color.org) wins.
 */
import pico from 'picocolors';

/** Whether to colour, by the environment and by what the program writes to. */
export function wantsColor(
  environment: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  if (environment.NO_COLOR) return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== '') return forced !== '0';
  return isTerminal && environment.TERM !== 'dumb';
}

export const colors = pico.createColors(wantsColor(process.env, process.stdout.isTTY === true));

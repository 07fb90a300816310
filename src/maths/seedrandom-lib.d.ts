declare module 'seedrandom/lib/alea.js' {
  export default function alea(seed: string, options?: SeedrandomOptions): SeedrandomGenerator;
}
declare module 'seedrandom/lib/tychei.js' {
  export default function tychei(seed: string, options?: SeedrandomOptions): SeedrandomGenerator;
}
declare module 'seedrandom/lib/xor4096.js' {
  export default function xor4096(seed: string, options?: SeedrandomOptions): SeedrandomGenerator;
}

/** `state: true` makes the state readable; a saved state continues from there. */
interface SeedrandomOptions {
  state: true | object;
}

interface SeedrandomGenerator {
  /** 32 random bits as a signed integer. */
  int32(): number;
  state(): object;
}

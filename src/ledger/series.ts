/** What a recorded column means. */
export interface SeriesDeclaration {
  readonly name: string;
  readonly unit: string;
  readonly type: 'stock' | 'flow' | 'rate' | 'index' | 'count';
  readonly meaning: string;
}

/** Where a figure puts its texts and marks, read from the laid-out scene. */
import type { View } from 'vega';

export interface Box {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly size: number;
}

interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

interface Item {
  readonly x?: number;
  readonly y?: number;
  readonly text?: string | readonly string[];
  readonly fontSize?: number;
  readonly opacity?: number;
  readonly bounds: Bounds;
  readonly items?: readonly Mark[];
}

interface Mark {
  readonly marktype: string;
  readonly name?: string;
  readonly role?: string;
  readonly items: readonly Item[];
}

function rootOf(view: View): Mark {
  return (view.scenegraph() as unknown as { root: Mark }).root;
}

/** Every text that is drawn, with its place from the corner of the root. */
export function textBoxes(view: View): Box[] {
  const visit = (mark: Mark, x: number, y: number): Box[] =>
    mark.items.flatMap((item) => {
      if (mark.marktype === 'group')
        return (item.items ?? []).flatMap((child) => visit(child, x + (item.x ?? 0), y + (item.y ?? 0)));
      const text = [item.text ?? ''].flat().join(' ');
      if (mark.marktype !== 'text' || text.trim() === '' || item.opacity === 0) return [];
      const { x1, y1, x2, y2 } = item.bounds;
      const size = item.fontSize ?? 11;
      return [{ text, left: x + x1, top: y + y1, right: x + x2, bottom: y + y2, size }];
    });
  return visit(rootOf(view), 0, 0);
}

/** Pairs of texts that share more than a hair's breadth. */
export function overlaps(boxes: readonly Box[], tolerance = 1): string[] {
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > tolerance &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > tolerance,
      )
      .map((b) => `'${a.text}' on '${b.text}'`),
  );
}

const PANEL = /(?:^|_)(?:cell|concat_\d+_group)$/;

function isPanel({ marktype, name }: Mark): boolean {
  return marktype === 'group' && PANEL.test(name ?? '');
}

function holdsPanels(item: Item): boolean {
  return (item.items ?? []).some((mark) => isPanel(mark) || mark.items.some(holdsPanels));
}

/** What is drawn of the data within an item. */
function marksIn(item: Item): number {
  return (item.items ?? []).reduce((sum, mark) => {
    if (mark.marktype === 'group') return sum + mark.items.reduce((inner, one) => inner + marksIn(one), 0);
    const drawn = mark.items.filter(
      ({ bounds: { x1, x2, y1, y2 } }) => x2 >= x1 && y2 >= y1 && x2 - x1 + y2 - y1 > 0,
    );
    return sum + (mark.role === 'mark' ? drawn.length : 0);
  }, 0);
}

/** Number of marks in each panel: in each innermost cell, or in the whole picture if it has none. */
export function panelMarks(view: View): number[] {
  const visit = (mark: Mark): number[] =>
    mark.items.flatMap((item) => {
      if (mark.marktype !== 'group') return [];
      if (isPanel(mark) && !holdsPanels(item)) return [marksIn(item)];
      return (item.items ?? []).flatMap(visit);
    });
  const root = rootOf(view);
  const found = visit(root);
  return found.length > 0 ? found : [root.items.reduce((sum, item) => sum + marksIn(item), 0)];
}

/** Width and height of the picture, and where its root stands in it. */
export function frameOf(svg: string): { width: number; height: number; x: number; y: number } {
  const [, width, height] = svg.match(/viewBox="0 0 (\S+) (\S+)"/) ?? [];
  const [, x, y] = svg.match(/translate\(([-\d.]+),([-\d.]+)\)/) ?? [];
  return { width: Number(width), height: Number(height), x: Number(x), y: Number(y) };
}

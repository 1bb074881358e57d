/** Cutting a dispatch's grid, (workgroups of a lane, lanes), so that no part is too much for the device. */
export interface Chunk {
  readonly firstLane: number;
  readonly lanes: number;
  /** Workgroups of each of these lanes: all of them, or a part where the chunk is of one lane. */
  readonly first: number;
  readonly count: number;
}

/** Chunks of at most `most` workgroups, but of one at least: whole lanes where a lane fits, in order. */
export function cut(lanes: number, groups: number, most: number): Chunk[] {
  if (most >= groups) {
    const together = Math.min(lanes, Math.floor(most / groups));
    return pieces(lanes, together).map(({ first, count }) => ({ firstLane: first, lanes: count, first: 0, count: groups }));
  }
  return Array.from({ length: lanes }, (_, lane) =>
    pieces(groups, Math.max(1, Math.floor(most))).map((piece) => ({ firstLane: lane, lanes: 1, ...piece }))).flat();
}

function pieces(total: number, most: number): Pick<Chunk, 'first' | 'count'>[] {
  return Array.from({ length: Math.ceil(total / most) }, (_, index) => ({ first: index * most, count: Math.min(most, total - index * most) }));
}

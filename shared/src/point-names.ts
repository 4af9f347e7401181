/** What a point number stands for outside: the enterprise, the hazard source and the tag. */
export interface PointName {
  enterprise: string
  source: string
  tag: string
}

/** Port: names of point numbers, those of retired points too, for stores that keep readings under names. */
export interface PointNames {
  /** Numbers that were never given out are left out. */
  find(points: readonly number[]): Promise<ReadonlyMap<number, PointName>>
}

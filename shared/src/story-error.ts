/** Stories that cannot be told: what is wrong with their text, in one line. */
export class StoryError extends Error {
  override readonly name = 'StoryError'
}

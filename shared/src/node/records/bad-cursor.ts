import { HazardError } from '../../error-codes.ts'

/** @param where the parameter, as its caller names it */
export const badCursor = (where: string): HazardError =>
  new HazardError('bad_request', { en: `${where}: use the value of \`next\` from the page before, unchanged`, zh: `${where}：原样使用上一页的 \`next\`` })

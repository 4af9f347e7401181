/** A part of the address, decoded; half a percent sign in the address bar is not worth an error. */
export const decodePart = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

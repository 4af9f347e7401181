import { z } from 'zod'
import { Geometry } from './geometry.ts'

const Notice = z.object({ reviewNumber: z.string() })

const read = async <Content>(schema: z.ZodType<Content>, file: string): Promise<Content> => {
  const response = await fetch(`${import.meta.env.BASE_URL}maps/${file}`)
  if (!response.ok) throw new Error(`maps/${file}: HTTP ${response.status}`)
  return schema.parse(await response.json())
}

/** County outlines of a province, from the folder that the deployment may replace. */
export const loadGeometry = (province: string): Promise<Geometry> => read(Geometry, `${province}.json`)

/** Review number (审图号) of the base map; empty until the deployment fills it in. */
export const loadReviewNumber = async (): Promise<string> => (await read(Notice, 'map-notice.json').catch(() => ({ reviewNumber: '' }))).reviewNumber

import { ForecastReport } from '@hazardwatch/shared/forecast-report'
import { PointModel } from '@hazardwatch/shared/point-model'
import { request } from './client.ts'

const query = encodeURIComponent

/** Whose picture, and of which time; epoch ms, `to` exclusive. */
interface PictureOf {
  rule: string
  from: number
  to: number
  at: number | undefined
}

/** What the early warnings on a point expect, with the picture of one where a rule is named. */
export const fetchPointModel = (enterprise: string, tag: string, of?: PictureOf): Promise<PointModel> =>
  request(PointModel, `points/${query(enterprise)}/${query(tag)}/model${of === undefined ? '' : `?rule=${query(of.rule)}&from=${Math.floor(of.from)}&to=${Math.ceil(of.to)}${of.at === undefined ? '' : `&at=${Math.floor(of.at)}`}`}`)

/** What came of the forecasts of a rule in the last thirty days. */
export const fetchForecasts = (rule: string): Promise<ForecastReport> => request(ForecastReport, `forecasts?rule=${query(rule)}`)

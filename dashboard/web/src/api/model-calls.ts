import { ForecastReport } from '@hazardwatch/shared/forecast-report'
import { pageOf } from '@hazardwatch/shared/list-page'
import { PointModel } from '@hazardwatch/shared/point-model'
import { ModelSummary, type LearnRequest } from '@hazardwatch/shared/source-model'
import { postSlowly, request } from './client.ts'

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

/** What was learnt of the source of a rule; undefined = nothing yet. */
export const fetchSourceModel = async (rule: string): Promise<ModelSummary | undefined> =>
  (await request(pageOf(ModelSummary), 'models')).items.find((model) => model.rule === rule)

/** Learns the source of a rule on a window that somebody vouches for. */
export const learnSource = (wanted: LearnRequest): Promise<ModelSummary> => postSlowly(ModelSummary, 'models', wanted)

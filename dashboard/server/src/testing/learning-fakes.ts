import type { ForecastBook } from '@hazardwatch/shared/forecast-report'
import type { ModelPictures } from '@hazardwatch/shared/model-picture'
import type { SourceLearner } from '@hazardwatch/shared/source-model'
import { refusal } from './refusal.ts'

const noRule = async ({ rule }: { rule: string }): Promise<never> => { throw refusal('not_found', `rules has no ${rule}`) }

/** For tests: nothing was learnt, and nothing foretold. */
export const createLearningFakes = (): { models: SourceLearner; forecasts: ForecastBook; pictures: ModelPictures } => ({ models: { list: () => [], learn: noRule }, forecasts: { score: noRule }, pictures: { picture: noRule, warmUps: async () => [] } })

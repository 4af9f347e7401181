import { workerData } from 'node:worker_threads'
import { createAlarmRecords } from '@hazardwatch/shared/node/records/alarm-records'
import { openRecordsToRead } from '@hazardwatch/shared/node/records/open-records'
import { answerQuestions } from '@hazardwatch/shared/node/question-thread'
import { figuresFrom, type FiguresQuestion } from './figures.ts'

/** The thread of `openFigures`: reads the record store given as `workerData` with a connection of its own. */
const figures = figuresFrom(createAlarmRecords(openRecordsToRead(workerData as string)))
answerQuestions((question: FiguresQuestion) => figures.find(question))

import { setTimeout as pause } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { answerQuestions } from '../question-thread.ts'

/** For the test of `QuestionThread`: adds what it was started with; fails or ends where it is told to. */
answerQuestions(async (question: number | 'fail' | 'end' | 'slow') => {
  if (question === 'fail') throw new RangeError('no such number')
  if (question === 'end') process.exit(3)
  if (question === 'slow') {
    await pause(5)
    return 'slow'
  }
  return question + (workerData as number)
})

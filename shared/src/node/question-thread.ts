import { Worker, parentPort } from 'node:worker_threads'

interface Asked { id: number; question: unknown }
type Answered = { id: number; answer: unknown } | { id: number; error: string }

/**
 * A thread that answers questions, one after the other, so that what takes long does not hold up the thread that asks. It starts with the first
 * question, and anew with the next one after it has failed. Its script calls `answerQuestions`.
 */
export class QuestionThread<Question, Answer> {
  readonly #script: URL
  readonly #data: unknown
  readonly #waiting = new Map<number, PromiseWithResolvers<Answer>>()
  #worker: Worker | undefined
  #lastId = 0

  /** @param data what the script finds as `workerData` */
  constructor(script: URL, data: unknown) {
    this.#script = script
    this.#data = data
  }

  /** Questions that have no answer yet. */
  get waiting(): number { return this.#waiting.size }

  /** Rejects with what the script threw, as an Error with its message; with what ended the thread; or when it is closed. */
  ask(question: Question): Promise<Answer> {
    const id = ++this.#lastId
    const waiting = Promise.withResolvers<Answer>()
    this.#waiting.set(id, waiting)
    const worker = this.#worker ??= this.#start()
    worker.postMessage({ id, question } satisfies Asked, [])
    return waiting.promise
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#end(new Error('closed before there was an answer'))
    await worker?.terminate()
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { workerData: this.#data })
    worker.on('message', (message: Answered) => { this.#hear(message) })
    worker.on('error', (error) => { if (this.#worker === worker) this.#end(error) })
    worker.on('exit', (code) => { if (this.#worker === worker) this.#end(new Error(`the thread ended with ${code}`)) })
    return worker
  }

  #hear(message: Answered): void {
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if ('error' in message) waiting?.reject(new Error(message.error))
    else waiting?.resolve(message.answer as Answer)
  }

  #end(reason: unknown): void {
    this.#worker = undefined
    for (const waiting of this.#waiting.values()) waiting.reject(reason)
    this.#waiting.clear()
  }
}

/** For the script of a `QuestionThread`. */
export const answerQuestions = (answer: (question: never) => unknown): void => {
  const port = parentPort
  if (port === null) throw new Error('this script runs as a worker thread')
  let last: Promise<unknown> = Promise.resolve()
  port.on('message', ({ id, question }: Asked) => {
    last = last.then(async () => {
      try {
        port.postMessage({ id, answer: await answer(question as never) } satisfies Answered)
      } catch (error) {
        port.postMessage({ id, error: error instanceof Error ? error.message : String(error) } satisfies Answered)
      }
    })
  })
}

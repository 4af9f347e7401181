import { parentPort, workerData } from 'node:worker_threads'
import { makePicture, type PictureTask } from './make-picture.ts'

/** Makes one picture away from the thread that judges live: two hundred thousand readings take seconds. */
if (parentPort === null) throw new Error('picture-worker.ts runs as a worker thread')
const port = parentPort
port.postMessage(makePicture(workerData as PictureTask))

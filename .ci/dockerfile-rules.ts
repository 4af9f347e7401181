import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { environmentSchema } from '@hazardwatch/shared/node/config'
import { z } from 'zod'

interface Instruction { word: string; words: string[] }

/** Lines of a Dockerfile without comments; a backslash joins a line with the next. */
const instructionsOf = (text: string): Instruction[] =>
  text.replace(/^\s*#.*\n/gm, '').replace(/\\\n/g, ' ').split('\n').map((line) => line.trim()).filter((line) => line !== '').map((line) => {
    const [word = '', ...words] = line.split(/\s+/)
    return { word: word.toUpperCase(), words }
  })

const Packages = z.object({ workspaces: z.array(z.string()), dependencies: z.object({ node: z.string() }) })

/**
 * @param packageJson of the root: its workspaces' manifests must be copied before the install, and the Node must be the project's.
 * @returns every fault of a Dockerfile, a line each. Files made in an earlier stage are not looked at.
 */
export const dockerfileFaults = (text: string, root: string, packageJson: unknown): string[] => {
  const instructions = instructionsOf(text)
  const { workspaces, dependencies } = Packages.parse(packageJson)
  const copied = copiedFrom(instructions)
  const lastStage = instructions.slice(instructions.findLastIndex(({ word }) => word === 'FROM'))
  return [
    ...copied.filter((path) => !existsSync(join(root, path))).map((path) => `COPY ${path}: no such file`),
    ...workspaces.map((folder) => `${folder}/package.json`).filter((path) => !copied.includes(path))
      .map((path) => `COPY ${path}: missing before the install`),
    ...stageFaults(instructions, dependencies.node),
    ...userFaults(lastStage),
    ...exposeFaults(lastStage),
  ]
}

const copiedFrom = (instructions: readonly Instruction[]): string[] =>
  instructions.filter(({ word, words }) => word === 'COPY' && !words.some((each) => each.startsWith('--from='))).flatMap(({ words }) => words.slice(0, -1))

const stageFaults = (instructions: readonly Instruction[], node: string): string[] => {
  const stages = new Set<string>()
  const faults: string[] = []
  for (const { word, words } of instructions) {
    const source = word === 'COPY' ? words.find((each) => each.startsWith('--from='))?.slice('--from='.length) : undefined
    if (source !== undefined && !stages.has(source)) faults.push(`COPY --from=${source}: no such stage before it`)
    if (word !== 'FROM') continue
    const [image = '', , name] = words
    const known = stages.has(image) || image.startsWith(`node:${node}-`)
    if (!known) faults.push(`FROM ${image}: neither an earlier stage nor Node ${node}, which the project runs on`)
    if (name !== undefined) stages.add(name)
  }
  return faults
}

const userFaults = (stage: readonly Instruction[]): string[] => {
  const user = stage.findLast(({ word }) => word === 'USER')?.words[0]
  return user === undefined || user === 'root' || user === '0' ? ['USER: the service runs as root'] : []
}

const exposeFaults = (stage: readonly Instruction[]): string[] => {
  const standard = environmentSchema.parse({})
  const exposed = stage.filter(({ word }) => word === 'EXPOSE').flatMap(({ words }) => words)
  const ports = [standard.HAZARD_HTTP_PORT, standard.HAZARD_MQTT_PORT].map(String)
  return ports.filter((port) => !exposed.includes(port)).map((port) => `EXPOSE: ${port} is missing`)
}

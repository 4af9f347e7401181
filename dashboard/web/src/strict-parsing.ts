import { config } from 'zod'

// A strict content security policy forbids code made from text, which zod would otherwise try at its first parse.
// This is a module of its own, and the first one imported, because the region list is parsed while modules load.
config({ jitless: true })

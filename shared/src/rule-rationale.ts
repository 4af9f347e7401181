import { z } from 'zod'

const Line = z.string().trim().min(1).max(1_000)

/** The rationalisation record of an alarm (ISA-18.2 / IEC 62682, clause on rationalisation): what the master alarm database says beside the set-point. */
export const rationaleFields = {
  consequence: Line.optional().describe('What happens when nobody acts'),
  cause: Line.optional().describe('What can be behind it'),
  operatorAction: Line.optional().describe('What to do, in order'),
  responseS: z.number().positive().max(86_400).optional().describe('Seconds within which acting still helps'),
  priorityReason: Line.optional().describe('Why this priority: consequence and time to respond'),
  citation: Line.optional().describe('Standard and clause that the set-point comes from'),
  consequenceEn: Line.optional().describe('The same in English, for who reads the console in English; left out: as it is'),
  causeEn: Line.optional().describe('As consequenceEn'),
  operatorActionEn: Line.optional().describe('As consequenceEn'),
  priorityReasonEn: Line.optional().describe('As consequenceEn'),
  citationEn: Line.optional().describe('As consequenceEn'),
}

/** Of the page about the quality of the alarms, and of alarms in groups. */
export const enKpis = {
  kpi: {
    intro: '{{from}} to {{to}}: alarms: {{count}}, operator positions: {{operators}}. Targets after EEMUA 191 and ISA-18.2, per position; some to be verified.',
    old: 'The newest figures cannot be read, those below are old: {{problem}}', range: 'Time', range_watch: 'Watch, 8 h', range_day: '24 h', range_week: '7 days', region: 'Region',
    perTenMinutes: 'Average per 10 min', perDay: 'Average per day', peak: 'Most in 10 min', floodShare: 'Time in flood', topTen: 'Share of the top ten', chattering: 'Chattering alarms', fleeting: 'Fleeting alarms',
    standing: 'Standing alarms', stale: 'Active for over 24 h', acknowledge: 'Time to acknowledge (median)', clear: 'Time to clear (median)', unacknowledged: 'Never acknowledged',
    target: 'target ≤ {{value}}', atLeast: 'target ≥ {{value}}', noTarget: 'no target', p90: 'nine of ten within {{value}}', count: '{{count}} alarms',
    course: 'Alarms per 10 minutes', courseLabel: 'Bars of alarms per 10 minutes: {{peak}} at the most ({{at}}), more than {{limit}} are a flood', floodLine: 'flood > {{count}}', eachBar: 'each bar 10 minutes',
    worstOfBar: 'each bar {{minutes}} minutes: the worst ten of them',
    distribution: 'Priorities', floods: 'Floods', noFloods: 'No flood in this time', badActors: 'Rules that alarm most, chatter or are fleeting', noActors: 'No alarm in this time',
    worstOnly: 'Of the chattering rules the worst {{chattering}} are listed, of the fleeting ones the worst {{fleeting}}.',
  },
  flood: { title: 'Alarm flood', since: 'since {{time}}', recent: '{{count}} in the last 10 min', listed: 'in the list: {{alarms}}, sources: {{sources}}', grouped: 'grouped by source, each opens to every alarm', plain: 'shown one by one' },
  group: {
    bySource: 'By source', count: 'Alarms: {{count}}', unacknowledged: '{{count}} not acked', earliest: 'Earliest', label: '{{level}}, {{source}}, {{where}}, {{count}}, {{waiting}}, began with {{first}}',
  },
  hiding: { covered: 'Covered by a cause', coveredByGateway: 'not told while gateway {{gateways}} is lost', coveredBy: 'not told while “{{alarms}}” stands', byCause: 'by its cause', endsWithTest: 'Ends with the bump test' },
  verdict: { met: 'met', missed: 'not met', few: 'too few to judge', none: 'no target' },
  actor: {
    actor: 'Point and rule', alarms: 'Alarms', ofAll: 'Share', transitions: 'Most changes in a minute', brief: 'Fleeting', suggestion: 'Suggestion', chatters: 'chattering', briefOf: '{{count}} of {{all}}',
    onDelay: 'on-delay {{seconds}} s', offDelay: 'off-delay {{seconds}} s', deadband: 'deadband {{value}}', examine: 'to be examined by the process engineer',
    fewer: 'with this deadband {{fewer}} of {{all}} occurrences fewer', fromHistory: 'from {{readings}} readings of {{lasted}}', usual: 'the usual deadband, {{percent}} % of the span',
    outcome_calm: 'as the rule is now, it does not chatter on these readings', outcome_none: 'no deadband calms it without joining occurrences that lay apart',
    why_no_history: 'not from stored readings', why_not_read_yet: 'stored readings are being looked at', why_limits_by_state: 'its limit depends on the operating state',
  },
} as const

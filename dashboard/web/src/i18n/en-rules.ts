/** Of the rules page, and of the guidance on the face plate. */
export const enRules = {
  rules: {
    enterprise: 'Enterprise', filter: 'Filter', filterHint: 'Point, tag, kind…', list: 'List of rules', none: 'This enterprise has no rules yet', noneFound: 'No rule fits the filter', more: '{{count}} more: narrow the filter',
    onPoints: 'on {{count}} points', excluded: '{{count}} points not watched: their unit does not convert',
    point: 'Point', kind: 'Kind', limit: 'Limit', deadband: 'Deadband', delays: 'Delays on/off', priority: 'Priority', enabled: 'In use', now: 'Now', alarming: 'In alarm', calm: 'No alarm', hiddenNow: 'Hidden', on: 'in use', off: 'switched off',
    oldAlarms: 'The alarms cannot be read, the column "Now" says nothing: {{problem}}', add: 'New rule', sheet: 'Export and import', old: 'The newest rules cannot be read, these are old: {{problem}}', path: 'Where', notFound: 'There is no such rule; it may have been retired', count: '{{count}} rules',
  },
  editor: {
    title: 'Rule', newTitle: 'New rule', group_what: 'Rule', group_condition: 'Condition', group_timing: 'Delays and acknowledgement', group_armed: 'When it is armed', group_rationale: 'Guidance (rationalisation)',
    unset: 'not set', required: 'required', reason: 'Reason for the change', reasonHint: 'Stands in the change record', save: 'Save', saveNew: 'Register', remove: 'Retire the rule', removeSure: 'Yes, retire it', cancel: 'Keep it', saved: 'Saved, in force at once',
    nothing: 'Nothing is changed', needReason: 'Give the reason for the change first', faults: 'First mend what is marked ({{count}})', refused: 'The service refuses this rule', stale: 'Somebody has just changed this rule; take the newest before you save', takeNew: 'Take the newest',
    seconds: '{{label}} (s)', changes: 'Changes', undo: 'Undo',
  },
  preset: {
    label: 'Preset by standard', choose: 'Choose a preset…', verify: 'Not checked against the standard itself: verify before use', verified: 'Backed by the standard', standard: 'Source', fill: 'Fill in', plantFigure: 'the limit is a figure of the plant',
  },
  backtest: {
    title: 'Backtest', intro: 'Compares the alarms before and after the change on stored history. The rule in force stays as it is.', days: 'Days', run: 'Try on the last {{count}} days', running: 'Trying {{percent}}%', queued: 'Queued', cancel: 'Cancel', cancelled: 'Cancelled',
    failed: 'The backtest failed: {{problem}}', readings: '{{readings}} readings', side: 'Rule', before: 'Before', after: 'After', alarms: 'Alarms', perHour: 'Per hour', active: 'Time in alarm', same: 'Same', added: 'Added', removed: 'Removed', earlier: 'Earlier', later: 'Later',
    median: 'median {{time}}', chart: 'Timeline of the backtest: {{added}} added, {{removed}} removed, {{earlier}} earlier, {{later}} later', list: 'Differences one by one', what: 'Difference', raised: 'Raised', was: 'Was raised', cleared: 'Cleared', standing: 'still standing',
    shift: 'Shift', nothing: 'The alarms are exactly the same', cut: 'The first {{count}} of {{total}}', faulty: 'Mend the rule before trying it', done: 'The backtest is done', noData: 'There were no readings in this time: the result says nothing', outdated: 'This is the result of an earlier change',
  },
  ruleChange: {
    title: 'Change record', none: 'No changes yet', created: 'registered', retired: 'retired', nobody: 'nobody named', noReason: 'no reason given', changed: 'changed', empty: '(empty)', listOf: 'What was changed', unchanged: 'nothing was different',
    older: 'The newest {{count}} changes',
  },
  sheet: {
    title: 'Master alarm database', intro: 'All rules with consequence, cause, operator action, time to respond and the reason of their priority, a row each.', download: 'Download the rules of {{enterprise}} (.xlsx)', downloadAll: 'Download all rules (.xlsx)',
    upload: 'Choose an .xlsx to import', check: 'Check without writing', write: 'Write {{count}}', rows: '{{count}} rows', created: '{{count}} new', changed: '{{count}} changed', unchanged: '{{count}} unchanged', faults: '{{count}} faults, nothing was written', faultList: 'Faults', row: 'Row',
    column: 'Column', message: 'Fault', checked: 'No faults, it can be written', written: 'Written', wholeRow: 'whole row', checking: 'Checking…', nothing: 'There is nothing to write',
  },
  guidance: { title: 'Guidance', consequence: 'Consequence', cause: 'Cause', operatorAction: 'Do now', responseS: 'Time', citation: 'Source', within: 'within {{time}};', seconds: '{{count}} s', used: 'used', rule: 'Open the rule' },
  ruleField: {
    id: 'Id', enterprise: 'Enterprise', point: 'Point', kind: 'Kind', limit: 'Limit', deadband: 'Deadband', onDelayS: 'On-delay (s)', offDelayS: 'Off-delay (s)', priority: 'Priority', enabled: 'In use', ackRequired: 'Needs acknowledgement', latching: 'Latching (needs reset)',
    reAlarmS: 'Re-alarm after (s)', activeStates: 'Armed in operating states', stateLimits: 'Limits by operating state', activeWhile: 'Armed while another point is inside', schedule: 'Armed at times', consequence: 'Consequence', cause: 'Cause', operatorAction: 'Operator action',
    responseS: 'Time to respond (s)', priorityReason: 'Reason of the priority', citation: 'Standard and clause', consequenceEn: 'Consequence (in English)', causeEn: 'Cause (in English)', operatorActionEn: 'Operator action (in English)', priorityReasonEn: 'Reason of the priority (in English)', citationEn: 'Standard and clause (in English)', unit: 'Unit', allowNoPoints: 'May mean no point yet', dryRun: 'Dry run: record, alarm nobody', suppressedBy: 'Suppressed by alarms of rules', alsoQualities: 'Qualities judged like good', windowS: 'Window (s)', direction: 'Direction', setpoint: 'Set-point',
    sibling: 'Reference point', percent: 'In per cent', riseS: 'Baseline rise time constant (s)', fallS: 'Baseline fall time constant (s)', warmUpS: 'Baseline warm-up (s)', panel: 'What is compared', severity: 'Severity from which it alarms', tolerance: 'Tolerance', minReadings: 'Least readings', qualities: 'Qualities that alarm',
    low: 'Low', high: 'High', level: 'Level', others: 'Other channels', need: 'Votes needed', badVote: 'Vote of a bad channel', bypassVote: 'Vote of a bypassed channel', when: 'Combination', events: 'Video events', holdS: 'Hold (s)', everyS: 'Row interval (s)', model: 'Learnt model',
    horizonS: 'Horizon (s)', confidence: 'Confidence', method: 'Method', afterS: 'Without readings for (s)',
  },
  ruleOption: {
    true: 'yes', false: 'no', up: 'up', down: 'down', either: 'either way', cheap: 'basic', full: 'full', alarm: 'as alarm', healthy: 'as healthy', exclude: 'not counted', slope: 'robust slope', holt: 'damped smoothing', running: 'running', startup: 'startup', shutdown: 'shutdown',
    maintenance: 'maintenance', offline: 'offline', frozen: 'frozen', occluded: 'occluded', clock_skew: 'clock skew', smoke: 'smoke', flame: 'flame', intrusion: 'intrusion', no_helmet: 'no helmet', off_post: 'off post', crowd: 'crowd',
  },
} as const

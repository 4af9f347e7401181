/** Of the picture that an early warning shows. */
export const enModel = {
  why: {
    title: 'Why it warned', pointTitle: 'What is expected', rule: 'Early warning', contributions: 'What contributed', changes: 'Which of the two has changed', nothing: 'Nothing was said in this time', around: 'Time shown', onset: 'Around the onset', now: 'Now',
    learning: 'Learning: {{seen}} of {{needed}} {{unit}}', unit_readings: 'readings', unit_rows: 'rows', unit_seconds: 's', notAgreed: 'A source is learnt on a healthy window that somebody names, not by itself.', mayLearn: 'Enough is stored: name a healthy window to learn it.',
    short_surprise: 'surprise', short_distance: 'distance', short_change: 'apart', short_deviation: 'off by', short_confidence: 'sure', 
    score_surprise: 'Surprise', score_distance: 'Distance', score_change: 'Drifted apart by', score_deviation: 'Off the baseline by', alarmAt: 'warns from {{value}}',
    finding: '{{finding}} since {{time}}: {{value}} (from {{bar}})', times: '{{value}} times the usual noise',
    reaches: 'Forecast of {{made}}: reaches {{level}} in {{in}}, at {{time}};', neverReaches: 'Forecast of {{made}}: does not reach {{level}};', confidence: '{{percent}}% sure',
    rate: 'Forecasts of 30 days: {{percent}}% hit ({{hit}} in time, {{late}} late, {{wrong}} wrong), median lead {{lead}}', noRate: 'Forecasts of 30 days: none is decided yet, {{open}} open',
    caveat: 'It shows the deviation; the cause may lie elsewhere.', driftCaveat: 'The two have come apart; check both before one is called faulty.', replayed: 'From {{count}} stored readings since {{time}}.',
    by_recent: 'Band: expected by the last readings, 99 of 100 inside.', by_time_of_day: 'Band: usual at this time of the day, 99 of 100 inside.', by_baseline: 'Band: the learnt baseline up to the limit.', by_sibling: 'Band: the sibling with the difference of before, up to the limit.',
    by_channels: 'Band: by its past and the other channels, 99 of 100 inside.', by_noise: 'Band: the restlessness that it usually has.',
    summary: '{{trend}}. Outside of what was expected: {{count}} times', actual: 'Actual', expected: 'Expected', sibling: 'Sibling', course: 'Forecast', legend: 'dashed and grey: expected',
  },
  lens: { value: 'Value', level: 'Level', season: 'Time of day', spread: 'Restlessness', shape: 'Shape', novelty: 'Never seen', distribution: 'Distribution' },
} as const

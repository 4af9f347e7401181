/** Of the form of a rule: its controls, and what can be wrong in it. */
export const enRuleForm = {
  form: {
    limitOfCount: 'times', wantsMeans: 'read every {{seconds}} s: 60 is better, it judges means of a minute', limitOfVideo: 'least confidence, 0 to 1', camera: 'Camera', gateway: 'Gateway', nativeGateway: 'native topics and HTTP', standard: 'default {{value}}', was: 'was {{value}}', restore: 'Restore', changed: 'changed', pick: 'Type a name or tag…', noMatch: 'Nothing matches', more: '{{count}} more: type more letters', remove: 'Remove {{name}}', notKnown: 'not in the ledger', addChannel: 'Add a channel', addRule: 'Add a rule', sources: 'Choices',
    clear: 'Clear', left: 'Left out: no effect',
    unsavedTitle: 'Changes are not saved', unsavedText: 'The changes to this rule are not saved. They are lost when you leave.', leave: 'Discard and leave', stay: 'Stay and go on', unsaved: 'Changes are not saved', missing: '{{count}} required left', goFirst: 'Go to the first', reasonMissing: 'Give the reason for the change',
  },
  selector: { label: 'Which points', hint: 'A pattern of tags and conditions: GD-* or {quantity=concentration}', values: 'Add a condition', quantity: 'quantity', source: 'source', unit: 'unit', count: 'On {{count}} points', none: 'Means no point: nothing would be watched', excluded: '{{count}} in units that do not convert are not watched', more: '{{count}} more', future: 'Points that are registered later and fit are watched too', one: 'one point', many: 'many points (selector)', which: 'What it watches' },
  span: { day: '{{count}} d', hour: '{{count}} h', minute: '{{count}} min', second: '{{count}} s' },
  model: { learnt: 'Learnt from {{from}} to {{to}} (UTC), {{rows}} rows', channels: '{{used}} channels take part: {{tags}}', forget: 'Forget the model', hint: 'With other channels or another row interval, forget it and learn the source again' },
  learn: {
    title: 'Learnt model', none: 'Nothing is learnt yet: the rule says nothing. Choose a stretch in which the source ran as it should.', learnt: 'Learnt on {{rows}} rows, {{from}} to {{to}}', score: 'now at {{score}} of its limit', fresh: 'no row judged yet',
    maintained: '{{by}} on {{name}}, {{at}}: the source may be another now. What was learnt stays in force until you vouch for a stretch after it.', by_calibration: 'Calibration', by_readings: 'Maintenance', from: 'Ran well from', to: 'to', rows: '{{rows}} rows of {{every}} s', tooFew: '{{rows}} rows of {{every}} s: at least {{least}} are needed', tooMany: '{{rows}} rows of {{every}} s: at most {{most}} are learnt from',
    reason: 'Why', learn: 'I vouch for this stretch: learn', again: 'I vouch for this stretch: learn again', busy: 'Learning…', done: 'Learnt; in force now', refused: 'Not learnt', sinceWork: 'Since the maintenance', newest: 'The newest {{least}} rows',
    role_constant: '{{name}} stood still and takes no part', role_missing: '{{name}} was hardly there and takes no part', stuck: '{{name}} is left out now: it repeats one value',
  },
  schedule: {
    window: 'Window {{number}}', days: 'Days', from: 'From', to: 'To', add: 'Add a window', remove: 'Remove window {{number}}', overnight: 'to the next day', whole: 'the whole 24 hours', always: 'No window: armed at any time', armed: 'Armed {{hours}} hours a week', chinaTime: 'Beijing time; no day chosen = every day', every: 'every day',
    hint: 'such as 8:00', day1: 'Monday', day2: 'Tuesday', day3: 'Wednesday', day4: 'Thursday', day5: 'Friday', day6: 'Saturday', day7: 'Sunday', short1: 'Mo', short2: 'Tu', short3: 'We', short4: 'Th', short5: 'Fr', short6: 'Sa', short7: 'Su', run: '{{from}} to {{to}}',
  },
  stateLimits: { state: 'Operating state', limit: 'Limit', same: 'as the limit, {{limit}}', sameUnset: 'as the limit', notArmed: 'not armed in this state', only: 'Empty = the limit above' },
  stage: {
    point: 'Point', low: 'At least', high: 'At most', between: 'Armed while {{point}} is from {{low}} to {{high}}', above: 'Armed while {{point}} is at least {{low}}', below: 'Armed while {{point}} is at most {{high}}', none: 'Not set: no other point counts', before: 'Before the first value of that point: armed',
  },
  reference: { legend: 'Compared with', setpoint: 'a fixed set-point', sibling: 'readings of another point' },
  vote: {
    legend: 'Vote', own: 'point of the rule', channels: 'Channels that vote', need: 'How many must be beyond the level', needOf: '{{need}}oo{{of}}: alarms when {{need}} of {{of}} channels are beyond the level', choice: '{{need}}oo{{of}} · {{need}} of {{of}}', unset: 'Choose…', tooMany: '{{need}}, but there are {{of}} channels',
    bad: 'A faulty, silent or stopped channel', bypass: 'A channel in calibration, maintenance or manual', alarm: 'votes for the alarm', healthy: 'votes against it', exclude: 'is not counted', standard: '(default)', one: 'One bad', oneBypassed: 'One bypassed',
    votes: '{{before}} → {{need}}oo{{of}}: alarms when {{need}} of the other {{of}} are beyond the level', alarms: '{{before}} → alarms at once', never: '{{before}} → the others cannot reach {{need}} votes: no alarm any more', holds: '{{before}} → nothing can be said, what was goes on',
    mixed: 'Bad and bypassed channels may meet: each counts as its rule says, and one that is not counted takes no part.',
  },
  condition: {
    legend: 'Combination', all: 'all hold (and)', any: 'any holds (or)', join: 'How they are joined', not: 'not', notLabel: 'Denied: counts while it does not hold', add: 'Add a condition', addGroup: 'Add a group', remove: 'Remove condition {{number}}', removeGroup: 'Remove group {{number}}', rule: 'Rule {{number}}', group: 'Group {{number}}',
    comma: ', ', and: 'and', or: 'or', denied: 'not {{what}}', reads: 'Reads', unchosen: '(not chosen)', whole: 'the whole condition',
  },
  fault: {
    missing: 'required', notTaken: 'a rule of this kind does not have this', oneReference: 'give either a set-point or a reference point', aboveZero: 'must be above 0: how far off alarms', oneWay: 'this kind looks one way; make a rule for up and one for down', percentOfZero: 'nothing is a percentage of the set-point 0; give the limit in the unit of the point',
    oneLevel: 'there is one level: choose up or down', wholeCount: 'the limit is a number of excursions: a whole number from 1 to 100', withinWindow: 'the limit is seconds beyond the level: more than 0 and no more than the window', share: 'the limit is the least confidence: from 0 to 1', needsLimit: 'limits by state take the place of the limit: give that too',
    lowBelowHigh: 'low must be below high', fewerVotes: 'more votes than channels: lower the votes or add channels', manyChannels: 'a vote has at most 16 channels: name up to 15 others', otherChannels: 'the model was learnt on other channels: learn the source again', otherRows: 'the model was learnt on other row intervals: learn the source again',
    twice: 'a channel stands twice: name each once', itself: 'a rule cannot suppress its own alarm: choose the rules upstream', atLeast: 'must be at least {{value}}', moreThan: 'must be more than {{value}}', atMost: 'must be at most {{value}}', tooLong: 'at most {{value}} characters', tooMany: 'at most {{value}}',
    noNumber: '"{{value}}" is not a number', whole: 'must be a whole number', time: 'write HH:MM, 00:00 to 23:59', selector: 'the selector is wrong: {{value}}', taken: 'this id is taken: choose another one, or open the rule that has it', noPoint: 'choose the point that the rule watches',
  },
} as const

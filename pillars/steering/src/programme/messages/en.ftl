# The administrative reform programme.
programme-menu = Reform programme
programme-title = Administrative reform programme
programme-decision = Decision { $number } of { $signed }, { $issuer }
programme-runs = Runs from { $from } to { $to }. Numbers of items are those of the decision.
programme-by-agency = Tasks by agency
programme-all = See the whole programme
programme-of-agency = What { $agency } leads or helps with.
programme-line = Lead: { $lead } · Due: { $due }
programme-measures = { $count ->
    [one] one measure
   *[other] { $count } measures
}
programme-due-none = the decision names no deadline
programme-light-unknown = Not measured
programme-empty-title = No programme yet
programme-empty = The administrator imports one with the command motcua import-programme.
programme-none-title = No tasks
programme-none = The programme does not name this agency.
programme-agencies = Tasks of each agency
programme-column-agency = Agency
programme-column-leads = Leads
programme-column-cooperates = Cooperates
programme-column-item = Item
programme-column-measure = Measure
programme-column-measured = Measured
programme-column-light = Standing
programme-field = Field
programme-kind = Kind
programme-kind-goal = Goal
programme-kind-task = Task
programme-kind-funding = Funding
programme-kind-solution = Solution
programme-kind-duty = Duty
programme-lead = Lead
programme-lead-inferred = Not named in the decision here; inferred from the duties in part IV.
programme-cooperate = Cooperating
programme-due = Due
programme-parent = Part of
programme-children = Sub-items
programme-measures-title = Measures of this item
programme-no-measures-title = This item has no numeric measure
programme-no-measures = It is followed through plans and reports.
programme-history = History
programme-import-unreadable = The programme file cannot be read: { $problem }
programme-import-contradicts = The programme file contradicts itself: { $problems }
journal-action-programme-import = imported from file
journal-action-programme-withdraw = withdrawn from the programme

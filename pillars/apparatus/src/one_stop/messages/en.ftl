# One-stop: menu, permissions.
one-stop-menu-inbox = Dossiers
one-stop-menu-intake = Receive at the counter
one-stop-menu-opinions = Opinions asked for
one-stop-menu-register = Register of dossiers
one-stop-menu-tracking = Track a dossier
one-stop-menu-today = To do today
one-stop-search-kind = Dossier
one-stop-permission-view = See dossiers
one-stop-permission-receive = Receive, refuse and transfer dossiers
one-stop-permission-process = Work on dossiers
one-stop-permission-appraise = Check, assign, re-appoint
one-stop-permission-sign = Sign results
one-stop-permission-return = Hand over results
one-stop-permission-opinion = Give opinions to other agencies
one-stop-permission-register = Open and print the register

# The ten national states.
one-stop-state-1 = Newly filed
one-stop-state-2 = Received
one-stop-state-3 = Not accepted
one-stop-state-4 = Being processed
one-stop-state-5 = Papers asked for
one-stop-state-6 = Payment asked for
one-stop-state-7 = Withdrawal asked for
one-stop-state-8 = Stopped
one-stop-state-9 = Settled
one-stop-state-10 = Result returned

# The states as told to citizens.
one-stop-plain-1 = Filed; the agency is checking the papers
one-stop-plain-2 = The agency has received the dossier
one-stop-plain-3 = The agency did not accept the dossier
one-stop-plain-4 = Being worked on
one-stop-plain-5 = Waiting for papers from you
one-stop-plain-6 = Waiting for you to pay taxes or fees
one-stop-plain-7 = The dossier is being withdrawn
one-stop-plain-8 = The work was stopped
one-stop-plain-9 = The result is ready to be fetched
one-stop-plain-10 = The result was handed over

# The arithmetic of a deadline.
one-stop-due-received = Received at { $at }.
one-stop-due-moved-to-opening = Outside office hours, so counted from { $to }.
one-stop-due-moved-by-cutoff = After the day's cutoff, so counted from { $to }.
one-stop-due-restarted = Missing papers complete at { $at }; the term begins anew (Decree 61/2018/NĐ-CP, article 19.4).
one-stop-due-paused = Not counted from { $from } to { $to } ({ $why }){ $stopped ->
    [0] .
   *[other] : { $stopped }.
}
one-stop-due-paused-open = The clock stands still since { $from } ({ $why }); the date will be computed anew afterwards.
one-stop-due-added = Term: { $amount }.
one-stop-due-added-verification = Verification adds { $amount }.
one-stop-due-same-day = Done within the working day.
one-stop-due-leg = { $name }: { $amount }, until { $until }.
one-stop-due-skipped-weekend = { $count ->
    [one] One weekend day is not counted.
   *[other] { $count } weekend days are not counted.
}
one-stop-due-skipped-holiday = { $day } is not counted ({ $name }).
one-stop-due-half-morning = On { $day } only the morning is worked; it is not counted.
one-stop-due-make-up = { $day } is a make-up working day and counts.
one-stop-due-posting = Public posting is not included: { $amount }.
one-stop-due-extended = Put off, with an apology, to { $to }.
one-stop-due-half-day = Due at the end of the half-day, before { $until }.
one-stop-due-due = Promised for { $at }.
one-stop-due-no-promise = No term is laid down for this procedure, so no date is promised.

# What cannot be done, and why.
one-stop-refused-answered-already = This opinion has been answered.
one-stop-refused-extend-earlier = The new date must lie after the old one ({ $day }).
one-stop-refused-extend-late = The letter of apology was due by { $day }. That moment has passed.
one-stop-refused-extend-no-promise = This dossier has no promised date to put off.
one-stop-refused-extended-already = The dossier was put off once; it cannot be put off again.
one-stop-refused-last-step = This is the last step: it ends with the signed result.
one-stop-refused-no-procedure = No procedure { $code } is in force.
one-stop-refused-not-last-step = Steps of the process remain; the result is signed at the last one.
one-stop-refused-opinion-open = { $count ->
    [one] One opinion is still unanswered.
   *[other] { $count } opinions are still unanswered.
}
one-stop-refused-papers-missing = Required papers are missing without a noted reason: { $papers }. Ask for them in writing or refuse the receipt.
one-stop-refused-received-already = This dossier has been received already.
one-stop-refused-returned-already = The result of this dossier has been handed over.
one-stop-refused-settle-waiting = The dossier is waiting for papers; the result cannot be signed yet.
one-stop-refused-state = The state of the dossier does not allow this.
one-stop-refused-stop-early = The time for supplying papers is not over, so the dossier cannot be stopped.
one-stop-refused-supplement-again = Papers may be asked for { $allowed } time(s) only, and that was done.
one-stop-refused-supplement-late = Papers must be asked for within { $within } working days of receipt; { $passed } have passed.
one-stop-refused-supplement-waiting = The dossier is waiting for papers already; nothing more may be asked for.
one-stop-refused-withdraw-after-result = The dossier has its result and cannot be withdrawn.
one-stop-refused-wrong-agency = This agency is not competent to receive that procedure.

# Indicators.
one-stop-indicator-on-time = Dossiers settled on time
one-stop-indicator-on-time-definition = Dossiers whose result was signed by the promised minute, of those with a promise signed in the period.
one-stop-indicator-median = Median time to the result
one-stop-indicator-median-definition = Half working days from receipt to signature of the middle dossier, of those signed in the period.
one-stop-indicator-p90 = Time within which 90% are settled
one-stop-indicator-p90-definition = Half working days that nine in ten dossiers signed in the period did not exceed.
one-stop-indicator-online = Dossiers filed online
one-stop-indicator-online-definition = Dossiers filed online, of those received in the period.
one-stop-indicator-supplement = Dossiers needing a supplement
one-stop-indicator-supplement-definition = Dossiers for which papers were asked at least once, of those filed in the period; the reason is that of the first request.
one-stop-indicator-refusal = Dossiers refused
one-stop-indicator-refusal-definition = Dossiers not accepted or refused as a result, of those filed in the period.

# Journal.
journal-action-file = Filed
journal-action-receive = Received
journal-action-refuse-receipt = Receipt refused
journal-action-ask-supplement = Papers asked for
journal-action-supplement = Papers supplied
journal-action-transfer = Transferred
journal-action-complete-step = Step completed
journal-action-assign = Assigned
journal-action-ask-payment = Payment asked for
journal-action-pay = Paid
journal-action-extend = Apology and new date
journal-action-ask-opinion = Opinion asked for
journal-action-answer-opinion = Opinion given
journal-action-settle = Result signed
journal-action-return-result = Result handed over
journal-action-ask-withdrawal = Withdrawal asked for
journal-action-confirm-withdrawal = Withdrawal confirmed
journal-action-stop = Stopped
journal-action-recompute-due = Promise computed anew by the calendar
journal-action-recompute-all = Promises of open dossiers computed anew
journal-action-warn = Reminded of promises coming due
journal-action-ship = Notice templates installed
journal-field-state = State
journal-field-due-at = Promised
journal-field-step = Step
journal-field-assignee = Account in charge
journal-field-assignee-name = In charge
journal-field-outcome = Outcome
journal-field-end-reason = Reason of the end
journal-field-code = Code
journal-field-procedure = Procedure
journal-field-channel = Channel
journal-field-owner = Owner
journal-field-proxy = Proxy
journal-field-register = Number in the register
journal-field-papers = Papers checked
journal-field-reason-code = Kind of reason
journal-field-completed = Completed step
journal-field-letter = Letter of apology
journal-field-unit = Unit asked
journal-field-due-on = Answer due
journal-field-late = Answered late
journal-field-number = Number of the result
journal-field-returned-to = Handed to
journal-field-warned = People reminded
journal-field-from = From
journal-field-seen = Dossiers looked at
journal-field-moved = Dossiers moved

# What was handed in.
one-stop-given-original = Original
one-stop-given-copy = Copy
one-stop-given-electronic = Electronic
one-stop-given-missing = Missing

-- Budgets of the reform: an agency's estimate of a year by lines, its way over the offices that look at it, what was changed
-- there and why, allocation, adjustments, spending and settlement; the dated catalogue of cost items.
CREATE TABLE budget_item (
  id SERIAL_ID,
  code TEXT NOT NULL,
  name_vi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  norm TEXT NOT NULL,
  source TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  UNIQUE (code, valid_from)
);

CREATE TABLE reform_budget (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  tier TEXT NOT NULL,
  state TEXT NOT NULL,
  round BIGINT NOT NULL,
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  holder_id BIGINT NOT NULL,
  allocator_id BIGINT NOT NULL,
  due_on TEXT NOT NULL,
  author_name TEXT NOT NULL,
  submitted_on TEXT,
  first_submitted_on TEXT,
  answer_due_on TEXT,
  decided_on TEXT,
  allocated_on TEXT,
  settled_on TEXT,
  reason TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  UNIQUE (agency_id, year)
);
CREATE INDEX reform_budget_state ON reform_budget (state, id);

-- Who may see a budget besides those above its agency: the offices of its way once it reached them, those that get a copy.
CREATE TABLE budget_party (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  agency_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  since_on TEXT NOT NULL,
  seen_on TEXT,
  seen_by TEXT NOT NULL,
  UNIQUE (budget_id, agency_id, role)
);
CREATE INDEX budget_party_agency ON budget_party (agency_id, budget_id);

CREATE TABLE budget_step (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  round BIGINT NOT NULL,
  position BIGINT NOT NULL,
  step TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  arrived_on TEXT,
  due_on TEXT,
  done_on TEXT,
  done_by TEXT NOT NULL,
  done_account BIGINT,
  outcome TEXT NOT NULL,
  paper TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (budget_id, round, position)
);

-- allocated and spent are kept beside the records they are summed from: one statement guards that spending never passes what
-- was allocated, also when two enter at once.
CREATE TABLE budget_line (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  number BIGINT NOT NULL,
  plan_line BIGINT,
  task TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  field TEXT NOT NULL,
  programme_item TEXT NOT NULL,
  cost_item TEXT NOT NULL,
  norm TEXT NOT NULL,
  source TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  price BIGINT NOT NULL,
  proposed BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  allocated BIGINT NOT NULL,
  spent BIGINT NOT NULL,
  carried BIGINT NOT NULL,
  explanation TEXT NOT NULL,
  dropped BOOLEAN NOT NULL,
  UNIQUE (budget_id, number)
);
CREATE INDEX budget_line_plan ON budget_line (plan_line, id);

CREATE TABLE budget_change (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  line_id BIGINT NOT NULL REFERENCES budget_line (id),
  round BIGINT NOT NULL,
  step TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  amount_before BIGINT NOT NULL,
  amount_after BIGINT NOT NULL,
  reason TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX budget_change_line ON budget_change (line_id, id);
CREATE INDEX budget_change_budget ON budget_change (budget_id, id);

CREATE TABLE budget_comment (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  line_id BIGINT,
  round BIGINT NOT NULL,
  step TEXT NOT NULL,
  text TEXT NOT NULL,
  author_name TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  at BIGINT NOT NULL,
  answer TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_at BIGINT
);
CREATE INDEX budget_comment_budget ON budget_comment (budget_id, id);

-- Decisions on money: an allocation, an adjustment of it, a settlement; proposed by one, decided by another.
CREATE TABLE budget_decision (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  paper TEXT NOT NULL,
  signed_on TEXT,
  proposed_by TEXT NOT NULL,
  proposed_account BIGINT,
  proposed_at BIGINT NOT NULL,
  decided_by TEXT NOT NULL,
  form_key TEXT NOT NULL UNIQUE
);
CREATE INDEX budget_decision_budget ON budget_decision (budget_id, id);

CREATE TABLE budget_allotment (
  id SERIAL_ID,
  decision_id BIGINT NOT NULL REFERENCES budget_decision (id),
  line_id BIGINT NOT NULL REFERENCES budget_line (id),
  amount_before BIGINT NOT NULL,
  amount_after BIGINT NOT NULL,
  quarter_1 BIGINT NOT NULL,
  quarter_2 BIGINT NOT NULL,
  quarter_3 BIGINT NOT NULL,
  quarter_4 BIGINT NOT NULL,
  UNIQUE (decision_id, line_id)
);
CREATE INDEX budget_allotment_line ON budget_allotment (line_id, id);

CREATE TABLE budget_spending (
  id SERIAL_ID,
  budget_id BIGINT NOT NULL REFERENCES reform_budget (id),
  line_id BIGINT NOT NULL REFERENCES budget_line (id),
  spent_on TEXT NOT NULL,
  paper TEXT NOT NULL,
  amount BIGINT NOT NULL,
  payee TEXT NOT NULL,
  purpose TEXT NOT NULL,
  author_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  voided_at BIGINT,
  voided_by TEXT NOT NULL,
  void_reason TEXT NOT NULL,
  form_key TEXT NOT NULL UNIQUE
);
CREATE INDEX budget_spending_line ON budget_spending (line_id, id);
CREATE INDEX budget_spending_budget ON budget_spending (budget_id, spent_on);

CREATE TABLE fee_rate (
  id SERIAL_ID,
  procedure_code TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  amount BIGINT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT,
  basis TEXT NOT NULL,
  confirmed BOOLEAN NOT NULL
);
CREATE INDEX fee_rate_procedure ON fee_rate (procedure_code, from_on);

CREATE TABLE fee_demand (
  id SERIAL_ID,
  dossier_id BIGINT NOT NULL UNIQUE,
  dossier_code TEXT NOT NULL,
  tracking_key TEXT NOT NULL,
  agency_id BIGINT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  account_id BIGINT,
  payer_name TEXT NOT NULL,
  payer_folded TEXT NOT NULL,
  pay_key TEXT NOT NULL UNIQUE,
  made_at BIGINT NOT NULL,
  rates_on TEXT NOT NULL,
  relief_code TEXT,
  relief_name TEXT,
  relief_ground TEXT,
  amount BIGINT NOT NULL,
  due BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  refunded BIGINT NOT NULL,
  settled_on TEXT,
  paid_online BOOLEAN NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX fee_demand_agency ON fee_demand (agency_id, made_at, id);
CREATE INDEX fee_demand_settled ON fee_demand (settled_on, id);

CREATE TABLE fee_line (
  id SERIAL_ID,
  demand_id BIGINT NOT NULL REFERENCES fee_demand (id),
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  quantity BIGINT NOT NULL,
  each_amount BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  relieved BIGINT NOT NULL,
  paid BIGINT NOT NULL,
  basis TEXT NOT NULL
);
CREATE INDEX fee_line_demand ON fee_line (demand_id);

CREATE TABLE fee_session (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  cashier_id BIGINT NOT NULL,
  cashier_name TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  opened_on TEXT NOT NULL,
  opening BIGINT NOT NULL,
  closed_at BIGINT,
  counts TEXT,
  counted BIGINT,
  expected BIGINT,
  reason TEXT,
  confirmed_at BIGINT,
  confirmer_id BIGINT,
  confirmer_name TEXT
);
CREATE INDEX fee_session_day ON fee_session (agency_id, opened_on, id);
CREATE UNIQUE INDEX fee_session_open ON fee_session (agency_id, cashier_id) WHERE closed_at IS NULL;

CREATE TABLE fee_order (
  id SERIAL_ID,
  demand_id BIGINT NOT NULL REFERENCES fee_demand (id),
  agency_id BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  amount BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  reference TEXT,
  ended_at BIGINT,
  ended_on TEXT,
  asked_at BIGINT,
  asked_times BIGINT NOT NULL
);
CREATE INDEX fee_order_demand ON fee_order (demand_id);
CREATE INDEX fee_order_open ON fee_order (made_at) WHERE state = 'open';
CREATE INDEX fee_order_ended ON fee_order (ended_on);

CREATE TABLE fee_told (
  id SERIAL_ID,
  order_code TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  verdict TEXT NOT NULL,
  source TEXT NOT NULL,
  told_at BIGINT NOT NULL
);
CREATE INDEX fee_told_order ON fee_told (order_code);

CREATE TABLE fee_payment (
  id SERIAL_ID,
  demand_id BIGINT NOT NULL REFERENCES fee_demand (id),
  agency_id BIGINT NOT NULL,
  way TEXT NOT NULL,
  amount BIGINT NOT NULL,
  paid_at BIGINT NOT NULL,
  paid_on TEXT NOT NULL,
  session_id BIGINT REFERENCES fee_session (id),
  order_id BIGINT UNIQUE REFERENCES fee_order (id),
  desk_line_id BIGINT UNIQUE,
  paper_number TEXT,
  taker_id BIGINT,
  taker_name TEXT NOT NULL,
  cancelled_at BIGINT,
  cancel_reason TEXT
);
CREATE INDEX fee_payment_demand ON fee_payment (demand_id);
CREATE INDEX fee_payment_session ON fee_payment (session_id);
CREATE INDEX fee_payment_day ON fee_payment (agency_id, paid_on, id);

CREATE TABLE fee_part (
  id SERIAL_ID,
  payment_id BIGINT NOT NULL REFERENCES fee_payment (id),
  line_id BIGINT NOT NULL REFERENCES fee_line (id),
  amount BIGINT NOT NULL
);
CREATE INDEX fee_part_payment ON fee_part (payment_id);
CREATE INDEX fee_part_line ON fee_part (line_id);

CREATE TABLE fee_number (
  id SERIAL_ID,
  scope TEXT NOT NULL UNIQUE,
  last BIGINT NOT NULL
);

CREATE TABLE fee_receipt (
  id SERIAL_ID,
  payment_id BIGINT NOT NULL UNIQUE REFERENCES fee_payment (id),
  demand_id BIGINT NOT NULL REFERENCES fee_demand (id),
  agency_id BIGINT NOT NULL,
  year BIGINT NOT NULL,
  number BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  issued_at BIGINT NOT NULL,
  issued_on TEXT NOT NULL,
  issuer_name TEXT NOT NULL,
  cancelled_at BIGINT,
  cancel_reason TEXT,
  canceller_name TEXT,
  UNIQUE (agency_id, year, number)
);
CREATE INDEX fee_receipt_demand ON fee_receipt (demand_id);

CREATE TABLE fee_refund (
  id SERIAL_ID,
  demand_id BIGINT NOT NULL REFERENCES fee_demand (id),
  agency_id BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  reason TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  asker_id BIGINT,
  asker_name TEXT NOT NULL,
  decided_at BIGINT,
  decider_id BIGINT,
  decider_name TEXT,
  decision_note TEXT,
  done_at BIGINT,
  done_on TEXT,
  done_name TEXT,
  way TEXT,
  session_id BIGINT REFERENCES fee_session (id),
  proof TEXT
);
CREATE INDEX fee_refund_demand ON fee_refund (demand_id);
CREATE INDEX fee_refund_state ON fee_refund (agency_id, state, id);

CREATE TABLE fee_statement (
  id SERIAL_ID,
  name TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  lines BIGINT NOT NULL,
  amount BIGINT NOT NULL,
  open_findings BIGINT NOT NULL,
  imported_at BIGINT NOT NULL,
  importer_name TEXT NOT NULL
);

CREATE TABLE fee_statement_line (
  id SERIAL_ID,
  statement_id BIGINT NOT NULL REFERENCES fee_statement (id),
  order_code TEXT NOT NULL,
  reference TEXT NOT NULL,
  amount BIGINT NOT NULL,
  on_day TEXT NOT NULL,
  finding TEXT NOT NULL,
  settled_at BIGINT,
  settle_reason TEXT,
  settler_name TEXT
);
CREATE INDEX fee_statement_line_statement ON fee_statement_line (statement_id, finding);

CREATE TABLE fee_sandbox (
  id SERIAL_ID,
  order_code TEXT NOT NULL UNIQUE,
  amount BIGINT NOT NULL,
  reference TEXT NOT NULL,
  outcome TEXT NOT NULL,
  back TEXT NOT NULL,
  notify TEXT NOT NULL,
  decided_at BIGINT NOT NULL
);

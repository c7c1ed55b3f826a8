CREATE TABLE counter_office (
  id SERIAL_ID,
  agency_id BIGINT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  kiosk_token TEXT NOT NULL UNIQUE,
  remote BOOLEAN NOT NULL,
  slot_minutes BIGINT NOT NULL,
  slot_places BIGINT NOT NULL,
  active BOOLEAN NOT NULL,
  version BIGINT NOT NULL
);
CREATE INDEX counter_office_agency ON counter_office (agency_id);

CREATE TABLE counter_service (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  letter TEXT NOT NULL,
  name TEXT NOT NULL,
  fields TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  UNIQUE (office_id, letter)
);

CREATE TABLE counter_desk (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  label TEXT NOT NULL,
  letters TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  clerk_id BIGINT,
  clerk_name TEXT NOT NULL,
  used_at BIGINT,
  UNIQUE (office_id, label)
);

CREATE TABLE counter_hours (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  weekday BIGINT NOT NULL,
  opens BIGINT NOT NULL,
  closes BIGINT NOT NULL
);
CREATE INDEX counter_hours_office ON counter_hours (office_id);

CREATE TABLE counter_closure (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX counter_closure_office ON counter_closure (office_id);

CREATE TABLE counter_sequence (
  service_id BIGINT NOT NULL,
  day_on TEXT NOT NULL,
  last_turn BIGINT NOT NULL,
  PRIMARY KEY (service_id, day_on)
);

CREATE TABLE counter_booking (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  agency_id BIGINT NOT NULL,
  service_id BIGINT NOT NULL REFERENCES counter_service (id),
  account_id BIGINT,
  name TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  day_on TEXT NOT NULL,
  slot_at BIGINT NOT NULL,
  state TEXT NOT NULL,
  booked_at BIGINT NOT NULL
);
CREATE INDEX counter_booking_slot ON counter_booking (office_id, slot_at);
CREATE INDEX counter_booking_account ON counter_booking (account_id);
CREATE INDEX counter_booking_open ON counter_booking (slot_at) WHERE state = 'booked';

CREATE TABLE counter_wish (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  service_id BIGINT NOT NULL REFERENCES counter_service (id),
  account_id BIGINT NOT NULL,
  until_on TEXT NOT NULL,
  wished_at BIGINT NOT NULL,
  told_at BIGINT,
  UNIQUE (office_id, service_id, account_id)
);

CREATE TABLE counter_ticket (
  id SERIAL_ID,
  office_id BIGINT NOT NULL REFERENCES counter_office (id),
  agency_id BIGINT NOT NULL,
  service_id BIGINT NOT NULL REFERENCES counter_service (id),
  series_id BIGINT NOT NULL REFERENCES counter_service (id),
  day_on TEXT NOT NULL,
  turn BIGINT NOT NULL,
  code TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  priority TEXT NOT NULL,
  state TEXT NOT NULL,
  desk_id BIGINT,
  only_desk_id BIGINT,
  booking_id BIGINT,
  due_at BIGINT,
  queued_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  called_at BIGINT,
  first_called_at BIGINT,
  ended_at BIGINT,
  calls BIGINT NOT NULL,
  waited BIGINT,
  served BIGINT,
  hour BIGINT NOT NULL,
  limit_minutes BIGINT NOT NULL,
  quick BOOLEAN NOT NULL,
  dossier_id BIGINT,
  dossier_code TEXT NOT NULL,
  UNIQUE (series_id, day_on, turn)
);
CREATE INDEX counter_ticket_day ON counter_ticket (office_id, day_on, id);
CREATE INDEX counter_ticket_list ON counter_ticket (created_at, id);
CREATE INDEX counter_ticket_agency ON counter_ticket (agency_id, day_on, id);
CREATE INDEX counter_ticket_open ON counter_ticket (office_id, day_on) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX counter_ticket_dossier ON counter_ticket (dossier_id) WHERE dossier_id IS NOT NULL;

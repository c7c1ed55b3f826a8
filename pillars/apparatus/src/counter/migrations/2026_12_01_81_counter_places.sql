-- Appointments of one time by service and by desk; 0: the service or desk names no number of its own, and the office's holds.
ALTER TABLE counter_service ADD COLUMN places BIGINT NOT NULL DEFAULT 0;
ALTER TABLE counter_desk ADD COLUMN places BIGINT NOT NULL DEFAULT 0;

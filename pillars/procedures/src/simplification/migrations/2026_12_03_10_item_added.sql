-- The day on which a row came into a plan that had been sent by then; none: it was sent with the plan.
ALTER TABLE review_item ADD COLUMN added_on TEXT;

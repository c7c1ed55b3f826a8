-- A record of the system as evidence of a declared figure: what it is, how it was called and where it leads; its agency
-- guards it from those who may not see it.
ALTER TABLE declared_figure ADD COLUMN link_kind TEXT;
ALTER TABLE declared_figure ADD COLUMN link_id BIGINT;
ALTER TABLE declared_figure ADD COLUMN link_label TEXT;
ALTER TABLE declared_figure ADD COLUMN link_href TEXT;
ALTER TABLE declared_figure ADD COLUMN link_agency_id BIGINT;

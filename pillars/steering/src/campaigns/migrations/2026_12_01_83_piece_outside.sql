-- A piece may belong to no campaign: line_id may be empty. SQLite takes NOT NULL off no column, hence a new one in its place.
DROP INDEX comm_piece_line;
ALTER TABLE comm_piece ADD COLUMN campaign_line BIGINT REFERENCES comm_line (id);
UPDATE comm_piece SET campaign_line = line_id;
ALTER TABLE comm_piece DROP COLUMN line_id;
ALTER TABLE comm_piece RENAME COLUMN campaign_line TO line_id;
CREATE INDEX comm_piece_line ON comm_piece (line_id, channel, published_on);

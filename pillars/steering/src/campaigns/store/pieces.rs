//! Pieces that appeared, with their files.

use super::super::rules::{Counted, Genre, PieceState, PieceWords, link_key};
use kernel::Day;
use kernel::text::fold;
use platform::error::{Error, Result};
use platform::list::{ListQuery, SortKey};
use platform::store::FromRow;
use platform::{Read, Tx};

/// A piece.
#[derive(Debug, Clone, FromRow)]
pub struct Piece {
    pub id: i64,
    /// Agency whose campaign it belongs to; of a piece outside any campaign the one that entered it.
    pub agency_id: i64,
    pub line_id: Option<i64>,
    /// Name of the campaign as it counts now, or "".
    pub campaign: String,
    pub title: String,
    pub genre: String,
    pub channel: String,
    pub outlet_id: Option<i64>,
    pub outlet_name: String,
    pub published_on: String,
    pub link: String,
    pub reach: Option<i64>,
    pub reach_how: String,
    pub reach_note: String,
    pub cost: i64,
    pub state: String,
    pub reason: String,
    pub author_name: String,
    pub author_agency_id: i64,
    pub entered_at: i64,
    pub verified_on: Option<String>,
    pub verified_by: String,
    pub version: i64,
}

impl Piece {
    /// Where it stands.
    pub fn state(&self) -> Result<PieceState> {
        PieceState::from_code(&self.state).ok_or_else(|| Error::fault("comm_piece.state", &self.state))
    }

    /// As it was entered.
    pub fn words(&self) -> Result<PieceWords> {
        let how = Counted::from_code(&self.reach_how);
        Ok(PieceWords {
            title: self.title.clone(),
            genre: Genre::from_code(&self.genre)
                .ok_or_else(|| Error::fault("comm_piece.genre", &self.genre))?,
            channel: self.channel.clone(),
            outlet: self.outlet_id,
            outlet_name: self.outlet_name.clone(),
            on: self.published_on.parse().map_err(|e| Error::fault("comm_piece", e))?,
            link: self.link.clone(),
            reach: self.reach.zip(how),
            reach_note: self.reach_note.clone(),
            cost: self.cost,
        })
    }
}

const PIECE: &str = "x.id, x.agency_id, x.line_id, \
                     COALESCE((SELECT c.name FROM comm_campaign c JOIN comm_plan p ON p.id = c.plan_id \
                     WHERE c.line_id = x.line_id AND c.edition = p.in_force), '') AS campaign, \
                     x.title, x.genre, x.channel, x.outlet_id, x.outlet_name, x.published_on, x.link, x.reach, x.reach_how, \
                     x.reach_note, x.cost, x.state, x.reason, x.author_name, x.author_agency_id, x.entered_at, x.verified_on, \
                     x.verified_by, x.version";

/// All pieces, the newest first; conditions name the table `x`.
pub fn list() -> ListQuery<'static> {
    const SORTS: [SortKey; 5] = [
        SortKey { name: "ngay", sql: "x.published_on", number: false },
        SortKey { name: "tieu-de", sql: "x.folded", number: false },
        SortKey { name: "co-quan", sql: "x.agency_id", number: true },
        SortKey { name: "tiep-can", sql: "COALESCE(x.reach, 0)", number: true },
        SortKey { name: "chi-phi", sql: "x.cost", number: true },
    ];
    ListQuery::new(PIECE, "comm_piece x", "x.id", &SORTS).descending()
}

/// A piece by id.
pub async fn get(db: &impl Read, id: i64) -> Result<Piece> {
    let sql = format!("SELECT {PIECE} FROM comm_piece x WHERE x.id = $1");
    db.row(&sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// The piece that an address on the web belongs to.
pub async fn by_link(db: &impl Read, link: &str) -> Result<Option<Piece>> {
    let Some(key) = link_key(link) else { return Ok(None) };
    let sql = format!("SELECT {PIECE} FROM comm_piece x WHERE x.link_key = $1");
    db.row(&sql, vec![key.into()]).await
}

/// The piece that a form has opened already.
pub async fn by_form(db: &impl Read, form_key: &str) -> Result<Option<Piece>> {
    let sql = format!("SELECT {PIECE} FROM comm_piece x WHERE x.form_key = $1");
    db.row(&sql, vec![form_key.into()]).await
}

/// Narrows the list to pieces outside any campaign.
pub fn outside(list: &mut ListQuery<'_>) {
    list.and("x.line_id IS NULL", []);
}

/// Pieces that wait to be seen, or to be mended, the longest first.
pub async fn waiting(db: &impl Read, most: i64) -> Result<Vec<Piece>> {
    let sql = format!(
        "SELECT {PIECE} FROM comm_piece x WHERE x.state IN ('entered', 'returned') ORDER BY x.entered_at, x.id LIMIT $1"
    );
    db.rows(&sql, vec![most.into()]).await
}

fn shared(words: &PieceWords) -> Vec<sea_orm::Value> {
    vec![
        words.title.clone().into(),
        fold(&words.title).into(),
        words.genre.code().into(),
        words.channel.clone().into(),
        words.outlet.into(),
        words.outlet_name.clone().into(),
        words.on.to_string().into(),
        words.link.clone().into(),
        link_key(&words.link).into(),
        words.reach.map(|(reached, _)| reached).into(),
        words.reach.map_or("", |(_, how)| how.code()).into(),
        words.reach_note.clone().into(),
        words.cost.into(),
    ]
}

/// Who enters a piece, for which campaign if any, from which form.
#[derive(Debug, Clone)]
pub struct NewPiece<'a> {
    pub agency: i64,
    pub line: Option<i64>,
    pub author: (&'a str, i64),
    pub form_key: &'a str,
}

/// Enters a piece; none where its address or its form is known already.
pub async fn add(tx: &Tx, new: &NewPiece<'_>, words: &PieceWords) -> Result<Option<i64>> {
    let mut values = shared(words);
    values.append(&mut vec![
        new.agency.into(),
        new.line.into(),
        new.author.0.into(),
        new.author.1.into(),
        new.form_key.into(),
        tx.at().micros().into(),
    ]);
    let id = tx
        .insert(
            "INSERT INTO comm_piece (title, folded, genre, channel, outlet_id, outlet_name, published_on, link, link_key, reach, \
             reach_how, reach_note, cost, agency_id, line_id, author_name, author_agency_id, form_key, entered_at, changed_at, state, \
             reason, verified_by, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
             $19, $19, 'entered', '', '', 1) ON CONFLICT DO NOTHING",
            values,
        )
        .await?;
    Ok((id > 0).then_some(id))
}

/// Writes a piece anew; it waits for a second person again. False if somebody was faster.
pub async fn rewrite(tx: &Tx, piece: &Piece, words: &PieceWords) -> Result<bool> {
    let mut values = shared(words);
    values.append(&mut vec![piece.id.into(), piece.version.into(), tx.at().micros().into()]);
    let sql = "UPDATE comm_piece SET title = $1, folded = $2, genre = $3, channel = $4, outlet_id = $5, outlet_name = $6, \
               published_on = $7, link = $8, link_key = $9, reach = $10, reach_how = $11, reach_note = $12, cost = $13, \
               state = 'entered', reason = '', version = version + 1, changed_at = $16 WHERE id = $14 AND version = $15";
    Ok(tx.exec(sql, values).await? > 0)
}

/// Moves a piece to a state with the reason; false if somebody was faster.
pub async fn stand(
    tx: &Tx,
    piece: &Piece,
    to: PieceState,
    reason: &str,
    by: Option<(&str, Day)>,
) -> Result<bool> {
    let sql = "UPDATE comm_piece SET state = $3, reason = $4, verified_by = $5, verified_on = $6, version = version + 1, \
               changed_at = $7 WHERE id = $1 AND version = $2";
    let values = vec![
        piece.id.into(),
        piece.version.into(),
        to.code().into(),
        reason.into(),
        by.map_or("", |(name, _)| name).into(),
        by.map(|(_, on)| on.to_string()).into(),
        tx.at().micros().into(),
    ];
    Ok(tx.exec(sql, values).await? > 0)
}

/// A file of a piece.
#[derive(Debug, Clone, FromRow)]
pub struct PieceFile {
    pub id: i64,
    pub piece_id: i64,
    pub file_hash: String,
    pub file_name: String,
}

/// Keeps a file of a piece.
pub async fn add_file(tx: &Tx, piece: i64, hash: &str, name: &str) -> Result<()> {
    tx.insert(
        "INSERT INTO comm_piece_file (piece_id, file_hash, file_name, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        vec![piece.into(), hash.into(), name.into(), tx.at().micros().into()],
    )
    .await?;
    Ok(())
}

/// The files of a piece.
pub async fn files(db: &impl Read, piece: i64) -> Result<Vec<PieceFile>> {
    let sql =
        "SELECT id, piece_id, file_hash, file_name FROM comm_piece_file WHERE piece_id = $1 ORDER BY id";
    db.rows(sql, vec![piece.into()]).await
}

/// A file by id.
pub async fn file(db: &impl Read, id: i64) -> Result<PieceFile> {
    let sql = "SELECT id, piece_id, file_hash, file_name FROM comm_piece_file WHERE id = $1";
    db.row(sql, vec![id.into()]).await?.ok_or(Error::NotFound)
}

/// Writes days of the past into a demo piece: entered on a day and, where it is verified, verified three days later.
pub async fn backdate(tx: &Tx, piece: i64, entered: Day) -> Result<()> {
    let at = entered.start().plus_minutes(9 * 60).micros();
    let sql = "UPDATE comm_piece SET entered_at = $2, verified_on = CASE WHEN verified_on IS NULL THEN NULL ELSE $3 END WHERE id = $1";
    tx.exec(sql, vec![piece.into(), at.into(), entered.plus_days(3).to_string().into()]).await?;
    Ok(())
}

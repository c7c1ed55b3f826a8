//! Pieces: entered, rewritten, seen by a second person, given back.

use super::super::rules::PieceWords;
use super::super::slice::{ENTER, VERIFY};
use super::super::store::campaigns::{self, Campaign};
use super::super::store::pieces::{self, NewPiece, Piece};
use super::{PIECE, changed, fast, tell};
use kernel::Day;
use platform::error::{Error, Result};
use platform::search::{self, SearchDoc};
use platform::{App, Change, FieldErrors, Refusal, Tx, journal};
use serde_json::{Value as Json, json};

/// Acts whose doers may not verify.
const HANDS: [&str; 2] = ["comm_piece_enter", "comm_piece_rewrite"];

async fn index(app: &App, tx: &Tx, piece: &Piece) -> Result<()> {
    let doc = SearchDoc {
        kind: PIECE,
        record_id: piece.id,
        title: piece.title.clone(),
        summary: app.directory().name(piece.agency_id).to_owned(),
        href: format!("/truyen-thong/tin-bai/{}", piece.id),
        words: format!("{} {}", piece.campaign, piece.outlet_name),
        agency_id: Some(piece.agency_id),
        many: false,
    };
    search::index(tx, &doc).await
}

fn told(app: &App, words: &PieceWords) -> Json {
    json!({
        "comm_title": words.title, "comm_channel": words.channel,
        "comm_outlet": words.outlet.map_or_else(|| words.outlet_name.clone(), |id| app.directory().name(id).to_owned()),
        "comm_published_on": words.on.to_string(), "comm_link": words.link,
        "comm_reach": words.reach.map(|(reached, _)| reached), "comm_cost": words.cost
    })
}

/// Whose a piece is: of a campaign and its agency, or of an agency outside any campaign.
#[derive(Debug, Clone)]
pub struct Home {
    /// The agency.
    pub agency: i64,
    /// The campaign in force.
    pub campaign: Option<Campaign>,
}

impl Home {
    /// Of a campaign.
    pub fn of(campaign: Campaign) -> Home {
        Home { agency: campaign.agency_id, campaign: Some(campaign) }
    }
}

/// The day lies in the campaign, if there is one, and the address is no other piece's: the record that has it is named.
async fn fits(tx: &Tx, campaign: Option<&Campaign>, own: Option<i64>, words: &PieceWords) -> Result<()> {
    let mut errors = FieldErrors::new();
    let on = words.on.to_string();
    if let Some(campaign) = campaign.filter(|c| on < c.from_on || on > c.to_on) {
        let vn = |day: &str| day.parse::<Day>().map(Day::vn).unwrap_or_default();
        let args = vec![("from", vn(&campaign.from_on)), ("to", vn(&campaign.to_on))];
        errors.add_with("ngay", "campaigns-error-not-in-campaign", args);
    }
    if !words.link.is_empty()
        && let Some(known) = pieces::by_link(tx, &words.link).await?.filter(|known| own != Some(known.id))
    {
        let args = vec![("title", known.title), ("number", known.id.to_string())];
        errors.add_with("lien-ket", "campaigns-error-link-known", args);
    }
    errors.check()?;
    Ok(())
}

/// Enters a piece of a campaign in force or of none, once for a form; its number.
pub async fn enter(
    app: &App,
    tx: &Tx,
    home: &Home,
    (author, form_key): ((&str, i64), &str),
    words: &PieceWords,
) -> Result<i64> {
    let campaign = home.campaign.as_ref();
    fits(tx, campaign, None, words).await?;
    let new = NewPiece { agency: home.agency, line: campaign.map(|c| c.line_id), author, form_key };
    let Some(id) = pieces::add(tx, &new, words).await? else {
        return Err(Refusal::new("campaigns-refused-known").into());
    };
    let mut after = told(app, words);
    if let (Json::Object(map), Some(campaign)) = (&mut after, campaign) {
        map.insert("comm_campaign".to_owned(), campaign.name.clone().into());
    }
    tx.journal(Change::of("campaigns", PIECE, id, "comm_piece_enter").after(after)).await?;
    let piece = pieces::get(tx, id).await?;
    index(app, tx, &piece).await?;
    if piece.author_agency_id != piece.agency_id {
        let values =
            json!({"title": piece.title, "campaign": piece.campaign, "by": app.directory().name(author.1)});
        let href = format!("/truyen-thong/tin-bai/{id}");
        tell(app, tx, (VERIFY, piece.agency_id), "campaigns.entered", (href, values)).await?;
    }
    Ok(id)
}

/// Rewrites a piece that does not count yet; it waits for a second person again.
pub async fn rewrite_piece(app: &App, tx: &Tx, piece: &Piece, words: &PieceWords) -> Result<()> {
    piece.state()?.editable()?;
    let campaign = match piece.line_id {
        Some(line) => Some(campaigns::now(tx, line).await?),
        None => None,
    };
    fits(tx, campaign.as_ref(), Some(piece.id), words).await?;
    fast(pieces::rewrite(tx, piece, words).await?)?;
    let change = Change::of("campaigns", PIECE, piece.id, "comm_piece_rewrite");
    tx.journal(change.before(told(app, &piece.words()?)).after(told(app, words))).await?;
    index(app, tx, &pieces::get(tx, piece.id).await?).await
}

/// Verifies a piece: from now on it counts. Whoever entered it cannot.
pub async fn verify(tx: &Tx, piece: &Piece, (account, name): (i64, &str)) -> Result<()> {
    let hands = journal::hands(tx, PIECE, piece.id, &HANDS).await?;
    let to = piece.state()?.verify(account, &hands)?;
    let today = tx.at().day();
    fast(pieces::stand(tx, piece, to, "", Some((name, today))).await?)?;
    tx.journal(Change::of("campaigns", PIECE, piece.id, "comm_piece_verify")).await?;
    counted(tx, piece).await
}

/// Gives a piece back with the reason; one that counted counts no more.
pub async fn give_back_piece(app: &App, tx: &Tx, piece: &Piece, reason: &str) -> Result<()> {
    let to = piece.state()?.give_back()?;
    fast(pieces::stand(tx, piece, to, reason, None).await?)?;
    tx.journal(Change::of("campaigns", PIECE, piece.id, "comm_piece_return").reason(Some(reason))).await?;
    let values = json!({"title": piece.title, "reason": reason});
    let href = format!("/truyen-thong/tin-bai/{}", piece.id);
    tell(app, tx, (ENTER, piece.author_agency_id), "campaigns.piece_returned", (href, values)).await?;
    counted(tx, piece).await
}

/// The piece's own day and the end of its quarter stand differently now.
async fn counted(tx: &Tx, piece: &Piece) -> Result<()> {
    let on: Day = piece.published_on.parse().map_err(|e| Error::fault("comm_piece", e))?;
    let quarter = kernel::Period::quarter_of(on).last().to_string();
    changed(tx, piece.agency_id, [piece.published_on.clone(), quarter]).await
}

//! The demo city's registers and its results to be sent: every agency's years opened; the last year that is over closed at one desk, waiting at the others.

use crate::one_stop::{acts, store};
use platform::error::Result;
use platform::identity::{self, Account};
use platform::store::ActorKind;
use platform::{Actor, App};

/// The desk that shows its books and its post.
pub const DESK: &str = "quan-ninh-kieu";
/// The desks whose book of the last year is closed, and who closes it.
const CLOSED: [(&str, &str); 1] = [(DESK, "demo.truongphong")];

/// Results of the newest dossiers of those desks that are to be sent by post.
const BY_POST: i64 = 24;

/// Lets the newest signed results of a desk wait for the post.
async fn by_post(app: &App, agency: i64) -> Result<()> {
    let tx = app.store.housekeeping().await?;
    tx.exec(
        "UPDATE dossier SET result_delivery = 'post' WHERE id IN (SELECT id FROM dossier WHERE agency_id = $1 AND state = 9 \
         AND outcome = 'granted' ORDER BY settled_at DESC LIMIT $2)",
        vec![agency.into(), BY_POST.into()],
    )
    .await?;
    tx.commit().await
}

/// Opens and closes.
pub async fn build(app: &App) -> Result<()> {
    acts::open_missing(app).await?;
    for (desk, login) in CLOSED {
        let account = identity::account_by_login(&app.store, login).await?;
        let (Some(agency), Some(account)) = (app.directory().by_code(desk).map(|a| a.id), account) else {
            continue;
        };
        by_post(app, agency).await?;
        let Account { id, name, agency_id, .. } = account;
        let head = Actor { kind: ActorKind::Staff, account_id: Some(id), name, unit_id: agency_id };
        let year = i64::from(app.clock.now().day().year()) - 1;
        let over = store::book_of_year(&app.store, agency, year).await?;
        if let Some(book) = over.filter(|book| book.closed_at.is_none()) {
            acts::close_book(app, &head, book.id, "Đã đối chiếu với sổ giấy của bộ phận một cửa.").await?;
        }
    }
    Ok(())
}

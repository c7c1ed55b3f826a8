//! What ships: the text of a notice; the schedule to begin with, which is what the procedures in force publish, for those that have
//! no rows yet. The city's own rows stay.

use super::{acts, store};
use contracts::procedures::Catalogue;
use platform::error::Result;
use platform::notices::ship_template_with_sms;
use platform::{Actor, App, Change};
use serde_json::json;
use std::sync::Arc;

/// To whoever has the dossier: code, subject, body; no text message.
const PAID_ONLINE: (&str, &str, &str) = (
    "fees.paid_online",
    "Hồ sơ {{ code }} đã nộp tiền trực tuyến",
    "Hồ sơ {{ code }} ({{ procedure }}) vừa nộp {{ amount }} qua cổng thanh toán.{% if owed %} Còn thiếu {{ owed }}.{% else %} Đã nộp đủ; bước chờ nộp tiền có thể kết thúc.{% endif %}",
);

/// Takes over what is not there yet.
pub(super) async fn seed(app: App) -> Result<()> {
    template(&app).await?;
    let Ok(catalogue) = app.port::<Arc<dyn Catalogue>>() else { return Ok(()) };
    let known = store::known_procedures(&app.store).await?;
    let all = catalogue.all_in_force(&app, app.clock.now().day()).await?;
    let new: Vec<_> = all
        .iter()
        .filter(|version| !known.contains(&version.body.code))
        .flat_map(|version| acts::taken_over(&version.body))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let count = new.len();
    let tx = app.store.write(&Actor::system()).await?;
    store::add_rates(&tx, new).await?;
    tx.journal(Change::of("fees", "fee_rate", 0, "fee_rates_take_over").after(json!({"fee_rates": count})))
        .await?;
    tx.commit().await
}

async fn template(app: &App) -> Result<()> {
    let (code, subject, body) = PAID_ONLINE;
    let tx = app.store.write(&Actor::system()).await?;
    if !ship_template_with_sms(&tx, code, subject, body, "").await? {
        return Ok(());
    }
    tx.journal(Change::of("fees", "notice_template", 0, "ship").after(json!({"added": [code]}))).await?;
    tx.commit().await
}

//! Giấy bàn giao: the dossiers that went from the desk to the units in one batch, under one number.

use crate::one_stop::store;
use platform::error::Result;
use platform::{Actor, App, Change};
use serde_json::json;

/// Writes the slips of a batch, one an agency; the ids of the slips.
pub async fn hand_over_slip(app: &App, by: &Actor, dossiers: &[(i64, i64)]) -> Result<Vec<i64>> {
    let mut agencies: Vec<i64> = dossiers.iter().map(|(_, agency)| *agency).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let tx = app.store.write(by).await?;
    let mut slips = Vec::new();
    for agency in agencies {
        let scope = format!("handover:{agency}:{}", tx.at().day().year());
        let number = format!("{:02}/BG", store::next_in_scope(&tx, &scope).await?);
        let ids: Vec<i64> = dossiers.iter().filter(|(_, a)| *a == agency).map(|(id, _)| *id).collect();
        let slip = store::add_handover(&tx, agency, &number, &ids).await?;
        tx.journal(
            Change::of("one_stop", "handover", slip, "hand_over")
                .after(json!({"handover_number": number, "handover_count": ids.len()})),
        )
        .await?;
        slips.push(slip);
    }
    tx.commit().await?;
    Ok(slips)
}

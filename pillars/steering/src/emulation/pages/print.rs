//! GET /thi-dua/dot/{id}/in: the decision on a round with its list, in the layout of Decree 30/2020/NĐ-CP; before it is decided, the
//! list the council works on.

use super::super::rules::RoundState;
use super::super::slice::VIEW;
use super::super::store::entries::{self, Entry};
use super::super::store::rounds::Round;
use super::{class_name, number, round_path, the_round};
use axum::extract::Path;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::messages::Lang;
use serde_json::{Value as Json, json};

/// Prints it.
pub async fn print(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let round = the_round(&ctx, id, VIEW).await?;
    let all = entries::of_round(&ctx.app.store, id).await?;
    let Json::Object(inputs) = inputs(&ctx, &round, &all)? else {
        return Err(Error::fault("emulation round", round_path(id)));
    };
    let content = papers::print(&ctx, printing::LETTER, inputs, Vec::new()).await?;
    Ok(ui::pdf(&format!("thi-dua-{}-{}", round.group_code, round.year), content))
}

/// The paper speaks Vietnamese, whatever language the reader's screen speaks.
fn inputs(ctx: &Ctx, round: &Round, all: &[Entry]) -> Result<Json> {
    let mut vi = ctx.clone();
    vi.locale = ctx.app.locale(Lang::Vi);
    let decided = matches!(round.state()?, RoundState::Decided | RoundState::Published);
    let on: Day = round.decided_on.as_deref().and_then(|d| d.parse().ok()).unwrap_or(ctx.today());
    let head = papers::head(&ctx.app, round.owner_id, if decided { &round.decision } else { "" }, on);
    let classes = round.classes()?;
    let rows: Vec<Json> = all
        .iter()
        .enumerate()
        .map(|(at, e)| {
            json!([
                (at + 1).to_string(),
                ctx.app.directory().name(e.agency_id),
                number(&vi, e.points()),
                super::entries::place(e),
                class_name(&vi, &classes, e.shown_class()),
            ])
        })
        .collect();
    let columns = ["stt", "co-quan", "diem", "hang", "loai"].map(|c| vi.t(&format!("emulation-paper-{c}")));
    let table = json!({"columns": columns, "widths": [0.5, 3, 1, 0.8, 1.6],
        "aligns": ["center", "left", "right", "center", "left"], "rows": rows});
    let name = [("round", round.name.clone()), ("count", all.len().to_string())];
    Ok(if decided {
        json!({
            "head": head,
            "kind": vi.t("emulation-paper-kind"),
            "gist": vi.tn("emulation-paper-gist", &name),
            "issuer": vi.t("emulation-paper-issuer"),
            "bases": [vi.tn("emulation-paper-basis", &[("day", round.held_on.as_deref().map(ui::vn_day).unwrap_or_default())])],
            "decides": vi.t("emulation-paper-decides"),
            "body": [
                {"article": 1, "text": [vi.tn("emulation-paper-article", &name)], "table": table},
                {"article": 2, "text": vi.t("emulation-paper-effect")},
            ],
            "recipients": [vi.t("emulation-paper-recipients"), vi.t("emulation-council-title")],
            "archive": "VT",
            "sign": {"post": vi.t("emulation-paper-post"), "name": round.decided_name},
        })
    } else {
        json!({
            "head": head,
            "kind": vi.t("emulation-paper-list"),
            "gist": vi.tn("emulation-paper-draft", &name),
            "body": [{"text": vi.t("emulation-paper-undecided"), "table": table}],
        })
    })
}

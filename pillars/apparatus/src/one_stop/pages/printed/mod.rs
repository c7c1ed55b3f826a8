//! The printed papers, one a file: real records become the input keys of this slice's Typst forms.
//! Always in Vietnamese, whatever language the reader's screen speaks.

mod apology;
mod control_slip;
mod declaration;
mod editions;
mod handover;
mod receipt;
mod refusal;
mod register;
mod sheet;
mod stop_notice;
mod supplement;

pub use apology::draft as apology_draft;
pub use editions::{Edition, EditionForm, all as all_editions, sample};
pub use receipt::receipt;
pub use register::{minutes as book_minutes, parts as book_parts, show as book};

use super::super::permissions::{REGISTER, VIEW};
use crate::one_stop::rules::State;
use crate::one_stop::store::{self, Dossier};
use axum::extract::Path;
use axum::response::Response;
use kernel::Moment;
use platform::error::{Error, Result};
use platform::http::Query;
use platform::reads::What;
use platform::{Access, Ctx, Routes};

/// Adds the routes of the papers.
pub fn routes(routes: Routes) -> Routes {
    routes
        .get("/ho-so/{id}/in/{form}", Access::Permission(VIEW), show)
        .get("/so-theo-doi/in", Access::Permission(REGISTER), book)
        .get("/so-theo-doi/nam/{id}/bien-ban", Access::Permission(REGISTER), book_minutes)
        .get("/mau-in/{form}/mau", Access::Staff, sample)
        .get("/ban-giao/{id}/in", Access::Permission(VIEW), handover::show)
}

/// One paper of a dossier, to look at and print.
pub async fn show(ctx: Ctx, Path((id, form)): Path<(i64, String)>, query: Query) -> Result<Response> {
    let dossier = store::get(&ctx.app.store, id).await?;
    ctx.require(VIEW, dossier.agency_id)?;
    super::seen::note(&ctx, &dossier, What::Paper).await?;
    let content = match (form.as_str(), query.get("lien")) {
        ("01", Some("1")) => receipt::copy(&ctx, &dossier, 1).await?,
        ("01", Some("2")) => receipt::copy(&ctx, &dossier, 2).await?,
        _ => paper(&ctx, &dossier, &form).await?,
    };
    Ok(ui::pdf(&file_name(&form, &dossier), content))
}

/// The papers a dossier has grounds for, as links for its officials.
pub fn panel(ctx: &Ctx, dossier: &Dossier) -> Result<ui::Panel> {
    let state = dossier.state()?;
    let received = dossier.received_at.is_some();
    let link = |path: &str, key: &str| {
        ui::Link::new(
            format!("/ho-so/{}/in/{path}", dossier.id),
            ctx.t(&format!("one-stop-track-paper-{key}")),
        )
    };
    let papers = [
        (received, "01?lien=1", "01-1"),
        (received, "01?lien=2", "01-2"),
        (dossier.supplement_count > 0, "02", "02"),
        (state == State::NotAccepted || dossier.outcome.as_deref() == Some("refused"), "03", "03"),
        (dossier.extension_count > 0, "04", "04"),
        (received, "05", "05"),
        (state == State::Stopped, "05d", "05d"),
    ];
    let mut links: Vec<ui::Link> =
        papers.iter().filter(|(grounds, ..)| *grounds).map(|(_, path, key)| link(path, key)).collect();
    if received {
        links.push(ui::Link::new(format!("/ho-so/{}/kiem-soat", dossier.id), ctx.t("one-stop-slip-open")));
    }
    Ok(ui::Panel {
        title: ctx.t("one-stop-track-print"),
        lines: edition(ctx, dossier).into_iter().collect(),
        links,
    })
}

/// In which set of forms a dossier is printed, and whether a source confirms it.
fn edition(ctx: &Ctx, dossier: &Dossier) -> Option<String> {
    let day = dossier.received().unwrap_or(Moment::from_micros(dossier.filed_at)).day();
    let profiles = ctx.app.profiles();
    let rule = profiles.rule("one_stop.forms", day)?;
    let key = if rule.confirmed { "one-stop-edition" } else { "one-stop-edition-unconfirmed" };
    Some(ctx.tn(key, &[("source", rule.source.clone())]))
}

/// A paper by its number in the set of 2018; "05d" is the stop notice that 2025 added.
pub async fn paper(ctx: &Ctx, dossier: &Dossier, form: &str) -> Result<Vec<u8>> {
    match form {
        "01" => receipt(ctx, dossier).await,
        "02" => supplement::print(ctx, dossier).await,
        "03" => refusal::print(ctx, dossier).await,
        "04" => apology::print(ctx, dossier).await,
        "05" => control_slip::print(ctx, dossier).await,
        "05d" => stop_notice::print(ctx, dossier).await,
        "to-khai" => declaration::print(ctx, dossier).await,
        _ => Err(Error::NotFound),
    }
}

/// Name of the file a reader keeps: paper and dossier.
pub fn file_name(form: &str, dossier: &Dossier) -> String {
    let paper = match form {
        "01" => "giay-tiep-nhan",
        "02" => "phieu-bo-sung",
        "03" => "phieu-tu-choi",
        "04" => "phieu-xin-loi",
        "05" => "phieu-kiem-soat",
        "to-khai" => "to-khai",
        _ => "thong-bao-dung",
    };
    let code: String =
        dossier.code.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    format!("{paper}-{code}")
}

//! GET /mau-in: the printed forms of each regime, with their numbers, what they rest on, and how each looks.

use super::printed::{Edition, EditionForm, all_editions};
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::Result;
use ui::{Cell, Column, Empty, Markup, Row, Table, Tag, Tone};

/// Address of the page.
pub const PATH: &str = "/mau-in";

#[derive(askama::Template)]
#[template(path = "one_stop/pages/parts.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    warning: Option<ui::Warning>,
    parts: Vec<Markup>,
}

/// Shows every set, the latest first. A dossier is printed in the set of its day.
pub async fn show(ctx: Ctx) -> Result<Response> {
    let title = ctx.t("one-stop-editions-title");
    let all = all_editions(&ctx)?;
    let parts = (1..).zip(&all).map(|(at, edition)| ui::markup(&table(&ctx, at, edition))).collect();
    let unsure = all.iter().any(|edition| !edition.confirmed);
    let warning = unsure
        .then(|| ui::Warning { prefix: ctx.t("ui-warning"), text: ctx.t("one-stop-editions-unconfirmed") });
    let head = ui::Head { lead: ctx.t("one-stop-editions-lead"), ..ui::Head::new(title.clone()) };
    ui::html(&View { page: ui::page(&ctx, title), head, warning, parts })
}

fn table(ctx: &Ctx, at: usize, edition: &Edition) -> Table {
    let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), Day::vn);
    let args = [("from", day(edition.from)), ("to", day(edition.to)), ("source", edition.source.clone())];
    let caption = ctx.tn("one-stop-editions-set", &args);
    let mut table = Table::new(&ui::words(&ctx.locale), format!("bo-mau-{at}"), caption);
    table.columns = ["no", "title", "paper", "standing", "sample"]
        .map(|head| Column::new(head, ctx.t(&format!("one-stop-editions-head-{head}"))))
        .into();
    table.rows = edition.forms.iter().map(|form| row(ctx, edition, form)).collect();
    table.empty = Empty::new(ctx.t("one-stop-editions-none"), "");
    table
}

fn row(ctx: &Ctx, edition: &Edition, form: &EditionForm) -> Row {
    let standing = match edition.confirmed {
        true => Tag::new(ctx.t("one-stop-editions-confirmed"), Tone::Good),
        false => Tag::new(ctx.t("one-stop-unconfirmed"), Tone::Warn),
    };
    // A set that was always there is shown as on its last day: today another one may hold.
    let day = edition.from.or(edition.to).map(|day| format!("?ngay={day}")).unwrap_or_default();
    Row::new(vec![
        form.no.clone().unwrap_or_default().into(),
        form.title.clone().into(),
        form.paper.clone().into(),
        standing.into(),
        Cell::link(format!("{PATH}/{}/mau{day}", form.key), ctx.t("one-stop-editions-print")),
    ])
}

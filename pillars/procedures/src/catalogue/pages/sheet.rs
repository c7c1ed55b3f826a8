//! GET /thu-tuc/{code}: the public sheet of a procedure, its printed form and its former versions.

use super::super::judge::judge;
use super::super::store::{self, Row as Found};
use super::super::uses;
use super::sheet_parts::{self, Behind};
use super::{day, service_tag, status_words};
use askama::filters::HtmlSafe;
use axum::extract::Path;
use axum::response::Response;
use contracts::procedures::{Catalogue, Procedure, ProcedureVersion};
use platform::Ctx;
use platform::error::{Error, Result};
use std::sync::Arc;
use ui::{Action, ActionKind, Head, Inset, Link, Markup, Page, Panel, PrintPage, SummaryList, Table, Tag};

#[derive(askama::Template)]
#[template(path = "catalogue/pages/sheet.html")]
struct View {
    page: Page,
    head: Head,
    notes: Vec<Inset>,
    facts: SummaryList,
    body: Markup,
    panel: Panel,
}

/// A part of the sheet under its own heading.
#[derive(Default)]
pub(super) struct Section {
    pub id: &'static str,
    pub title: String,
    pub tag: Option<Tag>,
    pub texts: Vec<String>,
    pub steps: Vec<(String, String)>,
    pub list: Vec<String>,
    /// Links with a remark after each.
    pub links: Vec<(Link, String)>,
    pub table: Option<Table>,
}

#[derive(askama::Template)]
#[template(path = "catalogue/pages/sheet_body.html")]
pub(super) struct Body {
    pub sections: Vec<Section>,
}

impl HtmlSafe for Body {}

/// The version in force today; where only others are known, the newest of them with a note.
pub async fn show(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let history = store::history(&ctx.app.store, &code).await?;
    let (version, note) = current(&ctx, &code, &history).await?;
    let behind = behind(&ctx, &version, &history).await?;
    let mut view = view(&ctx, &version, &history, note, &behind)?;
    if let Some(text) = super::held::note(&ctx, &version.body).await? {
        view.notes.insert(0, Inset { text });
    }
    ui::html(&view)
}

/// One version, by its number.
pub async fn version(ctx: Ctx, Path((code, number)): Path<(String, i64)>) -> Result<Response> {
    let history = store::history(&ctx.app.store, &code).await?;
    let row = history.iter().find(|r| r.number == number && r.status != "drafted").ok_or(Error::NotFound)?;
    let version = catalogue(&ctx)?.version(&ctx.app, row.id).await?;
    let in_force = store::in_force_id(&ctx.app.store, &code, ctx.today()).await? == Some(row.id);
    let args = [("number", row.number.to_string()), ("interval", interval(&ctx, row))];
    let note = (!in_force).then(|| ctx.tn("catalogue-sheet-other-version", &args));
    let behind = behind(&ctx, &version, &history).await?;
    ui::html(&view(&ctx, &version, &history, note, &behind)?)
}

/// The sheet on paper.
pub async fn print(ctx: Ctx, Path(code): Path<String>) -> Result<Response> {
    let history = store::history(&ctx.app.store, &code).await?;
    let (version, _) = current(&ctx, &code, &history).await?;
    let behind = behind(&ctx, &version, &history).await?;
    let facts = sheet_parts::facts(&ctx, &version.body, &behind);
    let sections = sheet_parts::sections(&ctx, &version.body, &behind);
    let body = Markup(format!("{facts}{}", Body { sections }));
    let page =
        ui::page(&ctx, version.body.name.clone()).with_back(format!("/thu-tuc/{code}"), ctx.t("ui-back"));
    ui::html(&PrintPage { page, body })
}

/// From the id that a figure's records carry to the version's page.
pub async fn by_id(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (code, number) = store::place(&ctx.app.store, id).await?;
    Ok(platform::http::redirect(&format!("/thu-tuc/{code}/phien-ban/{number}"), None))
}

fn catalogue(ctx: &Ctx) -> Result<Arc<dyn Catalogue>> {
    ctx.app.port()
}

pub(super) async fn current(
    ctx: &Ctx,
    code: &str,
    history: &[Found],
) -> Result<(Arc<ProcedureVersion>, Option<String>)> {
    let port = catalogue(ctx)?;
    if let Some(version) = port.in_force(&ctx.app, code, ctx.today()).await? {
        return Ok((version, None));
    }
    let newest = history.iter().find(|r| r.status != "drafted").ok_or(Error::NotFound)?;
    let version = port.version(&ctx.app, newest.id).await?;
    if version.body.valid_from > ctx.today() && newest.status == "published" {
        let note = ctx.tn("catalogue-sheet-not-yet", &[("from", day(&newest.valid_from))]);
        return Ok((version, Some(note)));
    }
    let args = [
        ("status", ctx.t(&format!("catalogue-status-{}", newest.status))),
        ("interval", interval(ctx, newest)),
    ];
    Ok((version, Some(ctx.tn("catalogue-sheet-not-in-force", &args))))
}

fn interval(ctx: &Ctx, row: &Found) -> String {
    match &row.valid_to {
        None => ctx.tn("catalogue-interval-open", &[("from", day(&row.valid_from))]),
        Some(to) if *to < row.valid_from => ctx.t("catalogue-interval-corrected"),
        Some(to) => ctx.tn("catalogue-interval", &[("from", day(&row.valid_from)), ("to", day(to))]),
    }
}

/// What stands behind a sheet: the judgement by the rules of its day, the form files.
async fn behind(ctx: &Ctx, version: &ProcedureVersion, history: &[Found]) -> Result<Behind> {
    let body = &version.body;
    let end = history.iter().find(|r| r.id == version.id).and_then(|r| r.valid_to.clone());
    Ok(Behind {
        judged: judge(&ctx.app, &ctx.app.store, body, end.and_then(|d| d.parse().ok())).await?,
        files: store::form_files(&ctx.app.store, &body.code).await?,
        groups: store::groups_of(&ctx.app.store, &body.code, ctx.today()).await?,
        told: uses::told(&ctx.app, &body.code, ctx.today()).await?,
    })
}

/// The same of a draft, of which there is no version yet.
pub(super) async fn behind_draft(ctx: &Ctx, body: &Procedure) -> Result<Behind> {
    let db = &ctx.app.store;
    Ok(Behind {
        judged: judge(&ctx.app, db, body, body.valid_to).await?,
        files: store::form_files(db, &body.code).await?,
        groups: Vec::new(),
        told: None,
    })
}

/// Whether a procedure can be filed online: its form is there and the way is open.
fn fileable(body: &Procedure) -> bool {
    body.status == "published" && body.filed_online()
}

fn view(
    ctx: &Ctx,
    version: &ProcedureVersion,
    history: &[Found],
    note: Option<String>,
    behind: &Behind,
) -> Result<View> {
    let body = &version.body;
    let path = format!("/thu-tuc/{}", body.code);
    let mut head = Head::new(body.name.clone());
    head.caption = body.code.clone();
    head.tag = Some(match body.internal {
        true => super::internal_tag(ctx),
        false => service_tag(ctx, behind.judged.level, behind.judged.whole_way),
    });
    head.lead = sheet_parts::lead(ctx, body);
    if note.is_none() && fileable(body) {
        head.actions.push(Action::link(
            format!("/nop-ho-so/{}", body.code),
            ctx.t("catalogue-file-online"),
            ActionKind::Primary,
        ));
    }
    head.actions.push(Action::link(format!("{path}/in"), ctx.t("catalogue-print"), ActionKind::Quiet));
    if history.iter().filter(|r| r.status != "drafted").count() > 1 {
        let compare = format!("{path}/so-sanh");
        head.actions.push(Action::link(compare, ctx.t("catalogue-compare-title"), ActionKind::Quiet));
    }
    if !body.internal {
        let petition = format!("/phan-anh?thu-tuc={}", body.code);
        head.actions.push(Action::link(petition, ctx.t("catalogue-sheet-petition"), ActionKind::Quiet));
    }
    let mut sections = sheet_parts::sections(ctx, body, behind);
    sections.push(Section {
        id: "phien-ban",
        title: ctx.t("catalogue-section-versions"),
        table: Some(versions(ctx, history)),
        ..Section::default()
    });
    let panel = Panel {
        title: ctx.t("catalogue-on-this-page"),
        lines: vec![],
        links: sections.iter().map(|s| Link::new(format!("#{}", s.id), s.title.clone())).collect(),
    };
    Ok(View {
        page: ui::page(ctx, body.name.clone()).with_back("/thu-tuc", ctx.t("catalogue-back")),
        head,
        notes: note.into_iter().chain(sheet_parts::gaps(ctx, behind)).map(|text| Inset { text }).collect(),
        facts: sheet_parts::facts(ctx, body, behind),
        body: ui::markup(&Body { sections }),
        panel,
    })
}

pub(super) fn versions(ctx: &Ctx, history: &[Found]) -> Table {
    let rows = history.iter().filter(|r| r.status != "drafted").map(|row| {
        let href = format!("/thu-tuc/{}/phien-ban/{}", row.code, row.number);
        let status = status_words(ctx, &row.status, &row.missing_parts);
        vec![ui::Cell::link(href, row.number.to_string()), interval(ctx, row).into(), status.into()]
    });
    let heads = ["catalogue-head-version", "catalogue-head-interval", "catalogue-head-status"];
    sheet_parts::table(ctx, "bang-phien-ban", "catalogue-section-versions", &heads, rows.collect())
}

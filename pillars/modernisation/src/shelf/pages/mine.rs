//! /giay-to-cua-toi: one's papers with their ends, where they were taken, who looked, and the way to take them off.

use super::super::rules::tenure::Tenure;
use super::super::store::{self, PaperRow, UseRow};
use super::super::{acts, rules::kinds};
use super::{Section, View, consent};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::procedures::Catalogue;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::export::Value;
use platform::http::{Query, redirect};
use platform::reads;
use std::collections::BTreeMap;
use std::sync::Arc;
use ui::{Cell, Choice, Column, Empty, Filter, Head, ListHead, Listing, Row, Table, Tag, Tone};

/// Address of the shelf.
pub const PATH: &str = "/giay-to-cua-toi";

/// Uses shown.
const USES: i64 = 50;

const HEADS: [ListHead; 6] = [
    ListHead::sorting("ten", "shelf-head-paper"),
    ListHead::new("so", "shelf-head-number"),
    ListHead::new("nguon", "shelf-head-from"),
    ListHead::sorting("ngay", "shelf-head-on"),
    ListHead::sorting("han", "shelf-head-until"),
    ListHead::new("tinh-trang", "shelf-head-standing"),
];

/// The shelf, or before the agreement what it would be.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    page(&ctx, &query, &FieldErrors::new()).await
}

/// The page with what is wrong with its closing form.
pub async fn page(ctx: &Ctx, query: &Query, errors: &FieldErrors) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let db = &ctx.app.store;
    let Some(agreed) = store::consent(db, account).await? else {
        return consent::page(ctx, &FieldErrors::new());
    };
    let near = acts::near(&ctx.app, ctx.today())?;
    let mut list = store::list(account);
    if let Some(wanted) =
        query.get("tinh-trang").and_then(|code| Tenure::ALL.into_iter().find(|t| t.code() == code))
    {
        store::only_tenure(&mut list, wanted, ctx.today(), near);
    }
    let title = ctx.t("shelf-title");
    let listing = Listing {
        ctx,
        query,
        path: PATH,
        id: "giay-to",
        caption: ctx.t("shelf-caption"),
        heads: &HEADS,
        filters: vec![standing_filter(ctx, query)],
        empty: Empty::new(ctx.t("shelf-empty"), ctx.t("shelf-empty-text"))
            .with_action("/thu-tuc", ctx.t("shelf-to-procedures")),
    };
    if let Some(kind) = Listing::export_kind(query) {
        return listing.file(kind, list, move |ctx, row: &PaperRow| Ok(values(ctx, row, near))).await;
    }
    let found = list.page::<PaperRow>(db, query).await?;
    let table = listing.table(&found, |paper| row(ctx, paper, near));
    let mut sections = vec![Section { parts: vec![ui::markup(&table)], ..Section::default() }];
    sections.push(serving(ctx, account).await?);
    sections.push(uses(ctx, &store::uses_of(db, account, USES).await?));
    let looks = reads::of(db, acts::RECORD, account).await?;
    let lines = if looks.is_empty() { vec![ctx.t("shelf-looks-none")] } else { Vec::new() };
    sections.push(Section {
        id: "ai-da-xem",
        title: ctx.t("shelf-looks"),
        lines,
        parts: ui::looks(ctx, &looks),
    });
    sections.push(consent::closing(ctx, errors));
    let day = Moment::from_micros(agreed.given_at).day().vn();
    let mut page = ui::page(ctx, title.clone());
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let head = Head { lead: ctx.tn("shelf-lead-open", &[("day", day)]), ..Head::new(title) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &View { page, head, sections })
}

fn standing_filter(ctx: &Ctx, query: &Query) -> Filter {
    let held = query.get("tinh-trang").unwrap_or_default();
    let all = Choice::new("", ctx.t("shelf-all"), held.is_empty());
    let options = Tenure::ALL.map(|t| Choice::new(t.code(), tag(ctx, t).text, t.code() == held));
    Filter::select("tinh-trang", ctx.t("shelf-head-standing"), std::iter::once(all).chain(options).collect())
}

fn tag(ctx: &Ctx, tenure: Tenure) -> Tag {
    let tone = match tenure {
        Tenure::Held => Tone::Good,
        Tenure::Ending => Tone::Warn,
        Tenure::Expired | Tenure::Left => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("shelf-tenure-{}", tenure.code())), tone)
}

fn day_cell(iso: &str) -> Cell {
    Cell::moment(iso, iso.parse::<Day>().map(Day::vn).unwrap_or_default())
}

/// Where a paper comes from: issued by, or its original seen at.
fn from(ctx: &Ctx, paper: &PaperRow) -> String {
    let args = [
        ("agency", ctx.app.directory().name(paper.agency_id).to_owned()),
        ("name", paper.vouched_by.clone()),
    ];
    ctx.tn(&format!("shelf-from-{}", paper.source), &args)
}

/// How it stands, and why it left where it did.
fn standing(ctx: &Ctx, paper: &PaperRow, near: i64) -> (Tag, String) {
    let why = paper.left_why.as_deref().map(|why| ctx.t(&format!("shelf-left-{why}"))).unwrap_or_default();
    (tag(ctx, paper.tenure(ctx.today(), near)), why)
}

fn row(ctx: &Ctx, paper: &PaperRow, near: i64) -> Row {
    let mut ways = vec![Cell::text(paper.name.clone())];
    if paper.file_hash.is_some() {
        ways.push(Cell::link(format!("{PATH}/{}/tep", paper.id), ctx.t("shelf-file")));
    }
    if let Some(code) = &paper.result_code {
        ways.push(Cell::link(format!("/kiem-tra-ket-qua/{code}"), ctx.t("shelf-check")));
    }
    if paper.left_at.is_none() {
        let about = format!("{} {}", paper.name, paper.number);
        ways.push(Cell::post(format!("{PATH}/{}/bo", paper.id), ctx.t("shelf-take-off"), about.trim()));
    }
    let (tag, why) = standing(ctx, paper, near);
    let until = paper.valid_to.as_deref().map_or_else(|| ctx.t("shelf-no-end").into(), day_cell);
    Row::new(vec![
        Cell::Stack(ways),
        paper.number.clone().into(),
        Cell::Stack(vec![from(ctx, paper).into(), Cell::muted(paper.dossier_code.clone())]),
        day_cell(&paper.vouched_on),
        until,
        if why.is_empty() { tag.into() } else { Cell::Stack(vec![tag.into(), Cell::muted(why)]) },
    ])
}

fn values(ctx: &Ctx, paper: &PaperRow, near: i64) -> Vec<Value> {
    let (tag, why) = standing(ctx, paper, near);
    vec![
        Value::Text(paper.name.clone()),
        Value::Text(paper.number.clone()),
        Value::Text(format!("{}, {}", from(ctx, paper), paper.dossier_code)),
        Value::day(&paper.vouched_on),
        paper.valid_to.as_deref().map_or_else(|| Value::Text(ctx.t("shelf-no-end")), Value::day),
        Value::Text([tag.text, why].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(": ")),
    ]
}

/// Names of the procedures in force, by code.
async fn names(ctx: &Ctx) -> Result<BTreeMap<String, String>> {
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(BTreeMap::new()) };
    let all = catalogue.all_in_force(&ctx.app, ctx.today()).await?;
    Ok(all.iter().map(|version| (version.body.code.clone(), version.body.name.clone())).collect())
}

/// For which procedures each kind of paper need not be given again.
async fn serving(ctx: &Ctx, account: i64) -> Result<Section> {
    let kinds = kinds::on(&ctx.app.profiles(), ctx.today())?;
    let mut papers = store::of_account(&ctx.app.store, account).await?;
    papers.retain(|paper| paper.tenure(ctx.today(), 0).serves());
    let names = names(ctx).await?;
    let mut list = ui::SummaryList::new(&ui::words(&ctx.locale));
    for kind in kinds.iter().filter(|kind| papers.iter().any(|paper| paper.kind == kind.code)) {
        let codes = kind.components.iter().filter_map(|place| place.split_once('.')).map(|(code, _)| code);
        // A procedure that is not in force today asks for no paper.
        let mut held: Vec<_> = codes.filter_map(|code| names.get_key_value(code)).collect();
        held.dedup();
        let links: Vec<Cell> = held
            .into_iter()
            .map(|(code, name)| Cell::link(format!("/thu-tuc/{code}"), name.clone()))
            .collect();
        if !links.is_empty() {
            list = list.row(kind.name.clone(), Cell::Stack(links));
        }
    }
    let empty = list.rows.is_empty();
    Ok(Section {
        id: "dung-cho",
        title: ctx.t("shelf-serves"),
        lines: vec![ctx.t(if empty { "shelf-serves-none" } else { "shelf-serves-lead" })],
        parts: if empty { Vec::new() } else { vec![ui::markup(&list)] },
    })
}

fn uses(ctx: &Ctx, found: &[UseRow]) -> Section {
    let title = ctx.t("shelf-uses");
    let mut table = Table::new(&ui::words(&ctx.locale), "da-dung", title.clone());
    table.caption_hidden = true;
    table.columns = ["paper", "dossier", "agency", "taken-by", "taken-at"]
        .map(|head| Column::new(head, ctx.t(&format!("shelf-head-{head}"))))
        .into();
    table.rows = found
        .iter()
        .map(|u| {
            let at = Moment::from_micros(u.taken_at);
            Row::new(vec![
                u.paper_name.clone().into(),
                Cell::Stack(vec![u.dossier_code.clone().into(), Cell::muted(u.procedure_code.clone())]),
                ctx.app.directory().name(u.agency_id).to_owned().into(),
                u.taken_by.clone().into(),
                Cell::moment(at.iso(), at.vn()),
            ])
        })
        .collect();
    let none = found.is_empty();
    Section {
        id: "da-dung",
        title,
        lines: if none { vec![ctx.t("shelf-uses-none")] } else { Vec::new() },
        parts: if none { Vec::new() } else { vec![ui::markup(&table)] },
    }
}

/// POST {id}/bo: takes one paper off.
pub async fn take_off(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    acts::take_off(&ctx.app, &ctx.actor(), ctx.viewer()?.account_id, id).await?;
    Ok(redirect(PATH, Some("shelf-flash-taken-off")))
}

/// GET {id}/tep: one's own file.
pub async fn file(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let account = ctx.viewer()?.account_id;
    let paper =
        store::by_id(&ctx.app.store, id).await?.filter(|p| p.account_id == account && p.left_at.is_none());
    let hash = paper.and_then(|p| p.file_hash).ok_or(Error::NotFound)?;
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &hash).await?;
    let shown = stored.media_type == "application/pdf" || stored.media_type.starts_with("image/");
    let disposition = if shown { "inline" } else { "attachment" };
    let heads = [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"giay-to-{id}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((heads, content).into_response())
}

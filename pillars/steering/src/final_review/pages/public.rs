//! /tong-ket and /tong-ket/{id}: published reviews for everybody, each figure with the way to its records.

use super::super::rules::AwardState;
use super::super::store::reviews::{self, Review};
use super::super::store::{awards, chapters, figures};
use super::PUBLIC;
use super::review::{done, facts, targets, tasks};
use axum::extract::Path;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, Result};
use platform::export::Value;
use platform::http::Query;
use ui::{Action, ActionKind, Cell, Column, Empty, Head, ListHead, Listing, Page, Row, SummaryList, Table};

const HEADS: [ListHead; 3] = [
    ListHead::sorting("ten", "final-review-head-review"),
    ListHead::sorting("den", "final-review-head-days"),
    ListHead::sorting("so-lieu", "final-review-head-as-of"),
];

#[derive(askama::Template)]
#[template(path = "final_review/pages/public_list.html")]
struct ListView {
    page: Page,
    head: Head,
    table: Table,
}

#[derive(askama::Template)]
#[template(path = "final_review/pages/public.html")]
struct ReviewView {
    page: Page,
    head: Head,
    facts: SummaryList,
    tables: Vec<Table>,
    chapters: Vec<(String, Vec<String>)>,
}

/// The published reviews, or a file of them.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let mut list = reviews::list();
    list.and("r.state = 'published'", []);
    let title = ctx.t("final-review-public-title");
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PUBLIC,
        id: "tong-ket",
        caption: title.clone(),
        heads: &HEADS,
        filters: Vec::new(),
        empty: Empty::new(ctx.t("final-review-public-empty"), ctx.t("final-review-public-empty-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing
            .file(kind, list, |_, r: &Review| {
                Ok(vec![
                    Value::Text(r.name.clone()),
                    Value::Text(super::list::days(r)),
                    Value::day(&r.as_of_on),
                ])
            })
            .await;
    }
    let found = list.page::<Review>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |r| {
        Row::new(vec![
            Cell::link(format!("{PUBLIC}/{}", r.id), r.name.clone()),
            Cell::text(super::list::days(r)),
            Cell::moment(&r.as_of_on, ui::vn_day(&r.as_of_on)),
        ])
    });
    table.caption_hidden = true;
    let head = Head { lead: ctx.t("final-review-public-lead"), ..Head::new(title.clone()) };
    ui::html(&ListView { page: ui::page(&ctx, title), head, table })
}

/// One review.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let store = &ctx.app.store;
    let review = reviews::get(store, id).await?;
    if review.published_at.is_none() {
        return Err(Error::NotFound);
    }
    let all = figures::of_review(store, id).await?;
    let written = chapters::of_review(store, id).await?;
    let here = format!("{PUBLIC}/{id}");
    let link = |to: &str, label: &str| Action::link(format!("{here}/{to}"), ctx.t(label), ActionKind::Quiet);
    let head = Head {
        caption: review.programme_name.clone(),
        actions: vec![
            link("van-ban", "final-review-pdf"),
            link("van-ban?dang=docx", "final-review-docx"),
            link("phu-luc", "final-review-annex"),
        ],
        ..Head::new(review.name.clone())
    };
    let paragraphs = |text: &str| {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect::<Vec<String>>()
    };
    ui::html(&ReviewView {
        page: ui::page(&ctx, review.name.clone()).with_back(PUBLIC, ctx.t("final-review-public-title")),
        head,
        facts: facts(&ctx, &review, &all),
        tables: vec![
            targets(&ctx, &all, false),
            tasks(&ctx, &all, false),
            done(&ctx, &all),
            agreed(&ctx, id).await?,
        ],
        chapters: written.into_iter().map(|c| (c.title, paragraphs(&c.text))).collect(),
    })
}

/// The awards that were agreed on.
async fn agreed(ctx: &Ctx, review: i64) -> Result<Table> {
    let mut table = Table::new(&ui::words(&ctx.locale), "khen-thuong", ctx.t("final-review-awards-agreed"));
    table.columns = vec![
        Column::new("ai", ctx.t("final-review-head-awarded")),
        Column::new("can-cu", ctx.t("final-review-head-grounds")),
    ];
    for award in awards::of_review(&ctx.app.store, review).await? {
        if award.state()? == AwardState::Agreed {
            let who = format!("{} {}", award.person, ctx.app.directory().name(award.agency_id));
            table.rows.push(Row::new(vec![Cell::text(who.trim()), Cell::text(award.grounds)]));
        }
    }
    table.empty = Empty::new(ctx.t("final-review-awards-empty"), String::new());
    Ok(table)
}

//! /so-theo-doi/nam/{id}: a year's book: its count, its closing, and whether the printed fingerprint is the records'.

use super::books::{self, PATH};
use super::standing::moment_cell;
use crate::one_stop::acts;
use crate::one_stop::permissions::{CLOSE_BOOK, REGISTER};
use crate::one_stop::rules::{Closing, Since, is_printed, since};
use crate::one_stop::store::{self, BookOfYear};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, Permission, journal};
use ui::{Cell, Column, Field, Form, Markup, Row, SummaryList, Table, Tag, Tone};

/// Entries named one by one; a book that differs in more says how many.
const NAMED: usize = 200;

#[derive(askama::Template)]
#[template(path = "one_stop/pages/parts.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    warning: Option<ui::Warning>,
    parts: Vec<Markup>,
}

async fn owned(ctx: &Ctx, id: i64, right: Permission) -> Result<BookOfYear> {
    let book = store::book_by_id(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    ctx.require(right, book.agency_id)?;
    Ok(book)
}

/// Shows it; `?ma=` compares a printed fingerprint, `?kiem-tra=1` reads every entry again.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let book = owned(&ctx, id, REGISTER).await?;
    page(&ctx, &book, &query, None).await
}

/// Closes it.
pub async fn close(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let book = owned(&ctx, id, CLOSE_BOOK).await?;
    let mut errors = FieldErrors::new();
    let remark = typed.at_most(&mut errors, "ghi-chu", 500);
    if !typed.ticked("da-doi-chieu") {
        errors.add("da-doi-chieu", "one-stop-error-book-compared");
    }
    if !errors.is_empty() {
        return page(&ctx, &book, &Query::default(), Some((&typed, &errors))).await;
    }
    acts::close_book(&ctx.app, &ctx.actor(), id, &remark).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("one-stop-flash-book-closed")))
}

async fn page(
    ctx: &Ctx,
    book: &BookOfYear,
    query: &Query,
    tried: Option<(&Submitted, &FieldErrors)>,
) -> Result<Response> {
    let mut parts = vec![ui::markup(&summary(ctx, book).await?), ui::markup(&prints(ctx, book))];
    let mut warning = None;
    if let Some(hash) = &book.hash {
        parts.push(ui::markup(&check_form(ctx, book, query)));
        if let Some(typed) = query.get("ma") {
            let key = if is_printed(typed, hash) { "fits" } else { "differs" };
            let text = ctx.t(&format!("one-stop-book-printed-{key}"));
            parts.push(ui::markup(&ui::Inset { text }));
        }
        if query.get("ma").is_some() || query.get("kiem-tra").is_some() {
            let (text, table) = compared(ctx, book, hash).await?;
            match table {
                None => parts.push(ui::markup(&ui::Inset { text })),
                Some(table) => {
                    warning = Some(ui::Warning { prefix: ctx.t("ui-warning"), text });
                    parts.push(ui::markup(&table));
                }
            }
        }
    } else if ctx.may(CLOSE_BOOK, book.agency_id) {
        parts.push(ui::markup(&before_closing(ctx, book).await?));
        if book.to_on.parse::<Day>().is_ok_and(|to| to < ctx.today()) {
            parts.push(ui::markup(&close_form(ctx, book, tried)));
        }
    }
    let entries = journal::history(&ctx.app.store, "register_book", book.id).await?;
    parts.push(ui::markup(&ui::history(ctx, &entries).titled(ctx.t("ui-history-title"))));
    let title = ctx.tn("one-stop-register-title", &[("year", book.year.to_string())]);
    let head = ui::Head {
        caption: ctx.app.directory().name(book.agency_id).to_owned(),
        tag: Some(books::state(ctx, book)),
        ..ui::Head::new(title.clone())
    };
    let page = ui::page(ctx, title).with_crumb(PATH, ctx.t("one-stop-books-title"));
    let code = if tried.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    ui::html_with(code, &View { page, head, warning, parts })
}

async fn summary(ctx: &Ctx, book: &BookOfYear) -> Result<SummaryList> {
    let list_href = format!("/so-theo-doi?don-vi={}&nam={}", book.agency_id, book.year);
    let number = |n: i64| ctx.locale.integer(n);
    let mut list = SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("one-stop-head-book-days"), books::days(book))
        .row(ctx.t("one-stop-head-book-entries"), Cell::link(list_href, number(book.entries)));
    let Some(hash) = &book.hash else { return Ok(list) };
    list = list
        .row(ctx.t("one-stop-book-closed-entries"), number(book.closed_entries.unwrap_or_default()))
        .row(ctx.t("one-stop-book-numbers"), numbers(book))
        .row(ctx.t("one-stop-book-gaps"), gap_words(ctx, &book.gaps()?))
        .row(ctx.t("one-stop-book-unfinished"), number(book.unfinished.unwrap_or_default()))
        .row(ctx.t("one-stop-head-book-closed"), moment_cell(book.closed_at))
        .row(ctx.t("one-stop-book-closer"), book.closer_name.clone().unwrap_or_default())
        .row(ctx.t("one-stop-book-hash"), hash.clone())
        .row(ctx.t("one-stop-book-seal"), seal(ctx, book).await?);
    if let Some(remark) = book.remark.clone().filter(|r| !r.is_empty()) {
        list = list.row(ctx.t("one-stop-book-remark"), remark);
    }
    Ok(list)
}

/// First and last number of a closed book.
pub fn numbers(book: &BookOfYear) -> String {
    match (book.first_number, book.last_number) {
        (Some(first), Some(last)) => format!("{first:04} – {last:04}"),
        _ => String::new(),
    }
}

/// The numbers without an entry, in words.
pub fn gap_words(ctx: &Ctx, gaps: &[(i64, i64)]) -> String {
    if gaps.is_empty() { ctx.t("one-stop-book-no-gaps") } else { ranges(gaps) }
}

/// Ranges of numbers: 0003, 0007–0009.
pub fn ranges(gaps: &[(i64, i64)]) -> String {
    let one = |(from, to): &(i64, i64)| {
        if from == to { format!("{from:04}") } else { format!("{from:04}–{to:04}") }
    };
    gaps.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether the entry of the closing stands in the sealed journal: its signature.
async fn seal(ctx: &Ctx, book: &BookOfYear) -> Result<Cell> {
    let proof = platform::ledger::of_record(&ctx.app.store, "register_book", book.id, "close_book").await?;
    let Some(proof) = proof else { return Ok(ctx.t("one-stop-sealed-not-yet").into()) };
    let (key, tone) = match platform::ledger::check(&ctx.app.store, &proof) {
        Ok(Some(_)) => ("one-stop-sealed-fits", Tone::Good),
        _ => ("one-stop-sealed-broken", Tone::Bad),
    };
    Ok(Cell::Stack(vec![
        Tag::new(ctx.t(key), tone).into(),
        Cell::muted(
            ctx.tn("one-stop-book-entry", &[("entry", proof.entry.to_string()), ("hash", proof.hash)]),
        ),
    ]))
}

fn prints(ctx: &Ctx, book: &BookOfYear) -> ui::Panel {
    let base = format!("/so-theo-doi/in?don-vi={}&nam={}", book.agency_id, book.year);
    let parts = super::printed::book_parts(book.entries);
    let mut links: Vec<ui::Link> = (1..=parts)
        .map(|part| match parts {
            1 => ui::Link::new(base.clone(), ctx.t("one-stop-register-print")),
            _ => {
                let args = [("part", part.to_string()), ("of", parts.to_string())];
                ui::Link::new(format!("{base}&phan={part}"), ctx.tn("one-stop-register-print-part", &args))
            }
        })
        .collect();
    if book.closed_at.is_some() {
        links.push(ui::Link::new(format!("{PATH}/{}/bien-ban", book.id), ctx.t("one-stop-book-minutes")));
    }
    ui::Panel { title: ctx.t("one-stop-register-prints"), lines: Vec::new(), links }
}

/// A field for the fingerprint as it stands on the paper; sent by address, so that the answer can be kept.
fn check_form(ctx: &Ctx, book: &BookOfYear, query: &Query) -> Form {
    let typed = Field::text("ma", ctx.t("one-stop-book-typed"))
        .hint(ctx.t("one-stop-book-typed-hint"))
        .value(query.get("ma").unwrap_or_default())
        .max_length(100);
    let fields = vec![Field::heading(ctx.t("one-stop-book-check-title")), typed];
    let action = format!("{PATH}/{}", book.id);
    let mut form = Form::new(&ui::words(&ctx.locale), action.clone(), ctx.t("one-stop-book-check"), fields)
        .with_secondary(format!("{action}?kiem-tra=1"), ctx.t("one-stop-book-check-only"));
    form.method = "get";
    form
}

/// Reads every entry again: what to say, and the entries that differ.
async fn compared(ctx: &Ctx, book: &BookOfYear, hash: &str) -> Result<(String, Option<Table>)> {
    let days = book.days().ok_or_else(|| Error::fault("register_book", "its days"))?;
    let closed = book.closed().unwrap_or(ctx.now);
    let entries = store::entries(&ctx.app.store, book.agency_id, days).await?;
    let kept = store::fingerprints(&ctx.app.store, book.id).await?;
    let differing = since(&kept, &entries, closed);
    let root = hex::encode(Closing::of(&entries, closed).root);
    if differing.is_empty() && root == hash {
        let args = [("count", ctx.locale.integer(book.closed_entries.unwrap_or_default()))];
        return Ok((ctx.tn("one-stop-book-unchanged", &args), None));
    }
    let args = [("count", differing.len().to_string()), ("now", root)];
    let text = ctx.tn("one-stop-book-changed", &args);
    Ok((text, Some(differences(ctx, &differing, closed).await?)))
}

async fn differences(ctx: &Ctx, differing: &[(i64, Since)], closed: Moment) -> Result<Table> {
    let ids: Vec<i64> = differing.iter().take(NAMED).map(|(id, _)| *id).collect();
    let codes = store::codes_of(&ctx.app.store, &ids).await?;
    let caption = ctx.tn("one-stop-book-differences", &[("at", closed.vn())]);
    let mut table = Table::new(&ui::words(&ctx.locale), "sua-sau-khoa", caption);
    table.columns = vec![
        Column::new("ma", ctx.t("one-stop-head-code")),
        Column::new("khac", ctx.t("one-stop-book-what")),
    ];
    let row = |(id, what): &(i64, Since)| {
        let code = codes.iter().find(|(known, _)| known == id).map(|(_, code)| code.clone());
        let key = match what {
            Since::Changed => "one-stop-book-since-changed",
            Since::Gone => "one-stop-book-since-gone",
            Since::New => "one-stop-book-since-new",
        };
        let name = match code {
            Some(code) => Cell::code(format!("/ho-so/{id}?phan=lich-su"), code),
            None => Cell::number(id.to_string()),
        };
        Row::new(vec![name, ctx.t(key).into()])
    };
    table.rows = differing.iter().take(NAMED).map(row).collect();
    Ok(table)
}

/// What the closing would say now, so that it can be compared before it is done.
async fn before_closing(ctx: &Ctx, book: &BookOfYear) -> Result<SummaryList> {
    let days = book.days().ok_or_else(|| Error::fault("register_book", "its days"))?;
    let entries = store::entries(&ctx.app.store, book.agency_id, days).await?;
    let now = Closing::of(&entries, ctx.now);
    let number = |n: i64| ctx.locale.integer(n);
    let numbers = now.numbers.map(|(first, last)| format!("{first:04} – {last:04}")).unwrap_or_default();
    let waiting = match book.to_on.parse::<Day>() {
        Ok(to) if to >= ctx.today() => ctx.tn("one-stop-book-from", &[("day", to.next().vn())]),
        _ => ctx.t("one-stop-book-now"),
    };
    Ok(SummaryList::new(&ui::words(&ctx.locale))
        .titled(ctx.t("one-stop-book-before"))
        .row(ctx.t("one-stop-book-numbers"), numbers)
        .row(ctx.t("one-stop-book-gaps"), gap_words(ctx, &now.gaps))
        .row(ctx.t("one-stop-book-unfinished"), number(now.unfinished))
        .row(ctx.t("one-stop-book-when"), waiting))
}

fn close_form(ctx: &Ctx, book: &BookOfYear, tried: Option<(&Submitted, &FieldErrors)>) -> Form {
    let held = |name: &str| tried.map(|(typed, _)| typed.text(name).to_owned()).unwrap_or_default();
    let wrong = |name: &str| tried.and_then(|(_, errors)| ui::field_error(ctx, errors, name));
    let remark = Field::textarea("ghi-chu", ctx.t("one-stop-book-remark"), 2)
        .optional()
        .max_length(500)
        .value(held("ghi-chu"))
        .error(wrong("ghi-chu"));
    let tick = ui::Choice::new("co", ctx.t("one-stop-book-compared"), !held("da-doi-chieu").is_empty());
    let compared = Field::checkboxes("da-doi-chieu", ctx.t("one-stop-book-close-title"), vec![tick])
        .hint(ctx.t("one-stop-book-close-lead"))
        .error(wrong("da-doi-chieu"));
    let action = format!("{PATH}/{}/khoa", book.id);
    let mut form =
        Form::new(&ui::words(&ctx.locale), action, ctx.t("one-stop-book-close"), vec![compared, remark]);
    form.danger = true;
    form
}

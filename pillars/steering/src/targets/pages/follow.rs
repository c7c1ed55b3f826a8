//! /theo-doi-chi-tieu/{slug}: one measure at an agency as those see it who work on it: who answers, this month's check-in, what was
//! said and what turned.

use super::super::acts;
use super::super::board::{self, Line};
use super::super::rules::{Month, choose};
use super::super::slice::{ASSIGN, FOLLOW};
use super::super::store::follow::{self, Charge, NewCharge, Note};
use super::super::store::turns;
use super::super::words::Writer;
use super::followed::PATH;
use super::parts;
use super::turns::word;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::directory::AgencyRef;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::{Ctx, FieldErrors, staff};
use ui::{Cell, Choice, Column, Field, Form, Row, TimelineItem, Tone};

#[derive(askama::Template)]
#[template(path = "targets/pages/follow.html")]
struct View {
    page: ui::Page,
    head: ui::Head,
    figures: ui::FigureGroup,
    charge: ui::SummaryList,
    forms: Vec<(String, Form)>,
    said_title: String,
    said: ui::Timeline,
    said_none: String,
    earlier_title: String,
    earlier: ui::Timeline,
    turns: ui::Table,
}

/// What the forms may say of how sure somebody is that the target will be reached.
pub(in super::super) const CONFIDENCE: [&str; 3] = ["high", "medium", "low"];

/// What was said last and stands open on the page; the rest is one click away.
const OPEN: usize = 12;

/// A measure at an agency within the viewer's scope.
pub(in super::super) struct Place {
    pub agency: AgencyRef,
    pub line: Line,
    pub span: super::super::rules::Span,
}

impl Place {
    /// Its page.
    pub(in super::super) fn path(&self) -> String {
        format!("{PATH}/{}?co-quan={}", self.line.measure.slug, self.agency.code)
    }
}

/// Finds it; 404 outside the scope.
pub(in super::super) async fn place(ctx: &Ctx, slug: &str, agency: Option<&str>) -> Result<Place> {
    let agency = match agency {
        Some(code) => parts::agency(ctx, code)?,
        None => parts::root(ctx)?,
    };
    ctx.require(FOLLOW, agency.id)?;
    let span = choose(None, ctx.today(), None);
    let board = board::load(&ctx.app, agency.id, span).await?.ok_or(Error::NotFound)?;
    let line = board.lines.into_iter().find(|l| l.measure.slug == slug).ok_or(Error::NotFound)?;
    Ok(Place { agency, line, span })
}

/// What was typed into one of the page's forms.
#[derive(Default)]
struct Typed {
    body: String,
    confidence: String,
    comment: String,
    errors: FieldErrors,
}

pub(in super::super) async fn show(ctx: Ctx, Path(slug): Path<String>, query: Query) -> Result<Response> {
    let place = place(&ctx, &slug, query.get("co-quan")).await?;
    view(&ctx, &place, &Typed::default()).await
}

async fn view(ctx: &Ctx, place: &Place, typed: &Typed) -> Result<Response> {
    let measure = &place.line.measure;
    let writer = Writer::new(&ctx.locale);
    let charge = follow::charge(&ctx.app.store, &measure.code, place.agency.id).await?;
    let notes = follow::notes(&ctx.app.store, &measure.code, place.agency.id, 100).await?;
    let month = Month::of(ctx.today());
    let told = notes.iter().any(|n| n.kind == "check_in" && n.month == month.to_string());
    let mut forms = Vec::new();
    if !told {
        forms
            .push((ctx.tn("targets-checkin", &[("month", month.short())]), check_in_form(ctx, place, typed)));
    }
    forms.push((ctx.t("targets-comment"), comment_form(ctx, place, typed)));
    if ctx.may(ASSIGN, place.agency.id) {
        forms.push((ctx.t("targets-assign"), assign_form(ctx, place, charge.as_ref(), &typed.errors).await?));
    }
    let mut items: Vec<TimelineItem> = notes.iter().map(|n| said(ctx, &writer, place, n)).collect();
    let earlier = items.split_off(items.len().min(OPEN));
    let title = writer.name(measure);
    let status = if typed.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let failed = forms.iter().map(|(_, form)| form).find(|form| form.has_errors());
    let public = format!("/muc-tieu/{}{}", measure.slug, parts::query_of(ctx, place.span, &place.agency));
    ui::html_with(
        status,
        &View {
            page: ui::page(ctx, ui::titled(ctx, &title, failed))
                .with_back(PATH, ctx.t("targets-followed-title")),
            head: ui::Head {
                caption: format!("{} · {}", measure.code, place.agency.name),
                lead: writer.target(measure, place.line.target),
                actions: vec![ui::Action::link(public, ctx.t("targets-public-page"), ui::ActionKind::Quiet)],
                ..ui::Head::new(title)
            },
            figures: ui::FigureGroup {
                figures: vec![parts::figure(ctx, &place.line, place.span, &place.agency)],
            },
            charge: answering(ctx, charge.as_ref()),
            forms,
            said_title: ctx.t("targets-said"),
            said_none: ctx.t("targets-said-none"),
            said: ui::Timeline { items },
            earlier_title: ctx.tn("targets-said-earlier", &[("count", earlier.len().to_string())]),
            earlier: ui::Timeline { items: earlier },
            turns: turned(ctx, &writer, place).await?,
        },
    )
}

fn answering(ctx: &Ctx, charge: Option<&Charge>) -> ui::SummaryList {
    let list = ui::SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("targets-answering"));
    let Some(charge) = charge else { return list.row(ctx.t("targets-column-unit"), ctx.t("targets-nobody")) };
    let at = Moment::from_micros(charge.set_at);
    list.row(ctx.t("targets-column-unit"), ctx.app.directory().name(charge.unit_id).to_owned())
        .row(ctx.t("targets-column-person"), charge.person_name.clone())
        .row(ctx.t("targets-assigned-by"), format!("{} · {}", charge.set_name, at.vn()))
}

fn said(ctx: &Ctx, writer: &Writer<'_>, place: &Place, note: &Note) -> TimelineItem {
    let at = Moment::from_micros(note.at).vn();
    if note.kind == "comment" {
        let title = ctx.t("targets-comment-said");
        return TimelineItem {
            title,
            at,
            by: note.author_name.clone(),
            text: note.body.clone(),
            ..TimelineItem::default()
        };
    }
    let tone = match note.confidence.as_str() {
        "high" => Tone::Good,
        "medium" => Tone::Warn,
        _ => Tone::Bad,
    };
    let measured = writer.maybe(note.value, place.line.measure.unit);
    let confidence = ctx.t(&format!("targets-confidence-{}", note.confidence));
    let args = [("month", writer.period(&note.month)), ("confidence", confidence), ("value", measured)];
    TimelineItem {
        title: ctx.tn("targets-checkin-said", &args),
        at,
        by: note.author_name.clone(),
        text: note.body.clone(),
        tone,
        links: Vec::new(),
    }
}

async fn turned(ctx: &Ctx, writer: &Writer<'_>, place: &Place) -> Result<ui::Table> {
    let found = turns::of(&ctx.app.store, &place.line.measure.code, place.agency.id, 20).await?;
    let mut table = ui::Table::new(&writer.words, "dien-bien", ctx.t("targets-turns-title"));
    table.columns = vec![
        Column::new("ngay", ctx.t("targets-column-day")),
        Column::new("tu", ctx.t("targets-column-was")),
        Column::new("sang", ctx.t("targets-column-turned")),
        Column::numeric("gia-tri", ctx.t("targets-column-value")),
    ];
    table.rows = found
        .iter()
        .map(|t| {
            Row::new(vec![
                Cell::moment(t.on_day.clone(), ui::vn_day(&t.on_day)),
                word(ctx, writer, &t.kind, &t.was),
                word(ctx, writer, &t.kind, &t.turned),
                Cell::number(writer.maybe(t.value, place.line.measure.unit)),
            ])
        })
        .collect();
    table.empty = ui::Empty::new(ctx.t("targets-turns-none-title"), ctx.t("targets-turns-none"));
    Ok(table)
}

fn hidden(place: &Place) -> Vec<(String, String)> {
    vec![("co-quan".to_owned(), place.agency.code.clone())]
}

fn check_in_form(ctx: &Ctx, place: &Place, typed: &Typed) -> Form {
    let error = |name: &str| ui::field_error(ctx, &typed.errors, name);
    let choices =
        CONFIDENCE.map(|c| Choice::new(c, ctx.t(&format!("targets-confidence-{c}")), typed.confidence == c));
    let fields = vec![
        Field::textarea("tinh-hinh", ctx.t("targets-checkin-body"), 4)
            .hint(ctx.t("targets-checkin-hint"))
            .value(typed.body.clone())
            .error(error("tinh-hinh")),
        Field::radios("tin-cay", ctx.t("targets-confidence"), choices.into()).error(error("tin-cay")),
    ];
    let action = format!("{PATH}/{}/bao-cao", place.line.measure.slug);
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("targets-checkin-submit"), fields);
    form.hidden = hidden(place);
    form
}

fn comment_form(ctx: &Ctx, place: &Place, typed: &Typed) -> Form {
    let field = Field::textarea("y-kien", ctx.t("targets-comment-body"), 3)
        .value(typed.comment.clone())
        .error(ui::field_error(ctx, &typed.errors, "y-kien"));
    let action = format!("{PATH}/{}/y-kien", place.line.measure.slug);
    let submit = ctx.t("targets-comment-submit");
    let mut form = Form::new(&ui::words(&ctx.locale), action, submit, vec![field]).quiet();
    form.hidden = hidden(place);
    form.hidden.push(("khoa".to_owned(), ctx.app.random.token()));
    form
}

async fn assign_form(
    ctx: &Ctx,
    place: &Place,
    charge: Option<&Charge>,
    errors: &FieldErrors,
) -> Result<Form> {
    let directory = ctx.app.directory();
    let unit = charge.map_or(place.agency.id, |c| c.unit_id);
    let own = directory.get(place.agency.id).into_iter();
    let units = own.chain(directory.children(place.agency.id)).filter(|a| a.in_force(ctx.today()));
    let units = units.map(|a| Choice::new(a.code.clone(), a.name.clone(), a.id == unit)).collect();
    let held = charge.and_then(|c| c.account_id);
    let members = staff::able(&ctx.app, FOLLOW, place.agency.id, ctx.today()).await?;
    let people = members
        .into_iter()
        .map(|m| Choice::new(m.account_id.to_string(), m.name, held == Some(m.account_id)));
    let nobody = Choice::new("", ctx.t("targets-no-person"), held.is_none());
    let fields = vec![
        Field::select("don-vi", ctx.t("targets-column-unit"), units)
            .error(ui::field_error(ctx, errors, "don-vi")),
        Field::select(
            "nguoi",
            ctx.t("targets-column-person"),
            std::iter::once(nobody).chain(people).collect(),
        )
        .error(ui::field_error(ctx, errors, "nguoi"))
        .optional(),
    ];
    let action = format!("{PATH}/{}/giao", place.line.measure.slug);
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("targets-assign-submit"), fields).quiet();
    form.hidden = hidden(place);
    form.hidden.push(("ban-sua".to_owned(), charge.map_or(0, |c| c.changes).to_string()));
    Ok(form)
}

/// Reads and keeps this month's check-in.
pub(in super::super) async fn told(ctx: &Ctx, place: &Place, form: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let body = form.required(&mut errors, "tinh-hinh", 4000);
    let confidence = CONFIDENCE.into_iter().find(|c| *c == form.text("tin-cay"));
    if confidence.is_none() {
        errors.add("tin-cay", "targets-error-choose");
    }
    errors.check()?;
    let said = (confidence.unwrap_or_default(), body.as_str());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let month = Month::of(tx.at().day());
    if !acts::check_in(&tx, &place.line, (place.agency.id, month), said).await? {
        let mut errors = FieldErrors::new();
        errors.add("tinh-hinh", "targets-error-checked");
        return Err(Error::Invalid(errors));
    }
    tx.commit().await
}

pub(in super::super) async fn check_in(
    ctx: Ctx,
    Path(slug): Path<String>,
    form: Submitted,
) -> Result<Response> {
    let place = place(&ctx, &slug, form.optional("co-quan").as_deref()).await?;
    match told(&ctx, &place, &form).await {
        Err(Error::Invalid(errors)) => {
            let typed = Typed {
                body: form.text("tinh-hinh").to_owned(),
                confidence: form.text("tin-cay").to_owned(),
                errors,
                ..Typed::default()
            };
            view(&ctx, &place, &typed).await
        }
        other => other.map(|()| redirect(&place.path(), Some("targets-flash-checked"))),
    }
}

/// Reads and keeps a comment.
pub(in super::super) async fn commented(ctx: &Ctx, place: &Place, form: &Submitted) -> Result<()> {
    let mut errors = FieldErrors::new();
    let body = form.required(&mut errors, "y-kien", 4000);
    errors.check()?;
    let key = form.optional("khoa").unwrap_or_else(|| ctx.app.random.token());
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::comment(&tx, (&place.line.measure.code, place.agency.id), &body, &key).await?;
    tx.commit().await
}

pub(in super::super) async fn comment(
    ctx: Ctx,
    Path(slug): Path<String>,
    form: Submitted,
) -> Result<Response> {
    let place = place(&ctx, &slug, form.optional("co-quan").as_deref()).await?;
    match commented(&ctx, &place, &form).await {
        Err(Error::Invalid(errors)) => {
            let typed = Typed { comment: form.text("y-kien").to_owned(), errors, ..Typed::default() };
            view(&ctx, &place, &typed).await
        }
        other => other.map(|()| redirect(&place.path(), Some("targets-flash-commented"))),
    }
}

/// Reads and keeps who answers.
pub(in super::super) async fn assigned(ctx: &Ctx, place: &Place, form: &Submitted) -> Result<()> {
    ctx.require(ASSIGN, place.agency.id)?;
    let mut errors = FieldErrors::new();
    let directory = ctx.app.directory();
    let unit = directory.by_code(form.text("don-vi")).map(|a| a.id);
    let unit = unit.filter(|id| directory.subtree(place.agency.id).contains(id));
    if unit.is_none() {
        errors.add("don-vi", "targets-error-choose");
    }
    let wanted = form.optional("nguoi");
    let account = wanted.as_deref().and_then(|text| text.parse::<i64>().ok());
    let person = match account {
        Some(account) => staff::of_these(&ctx.app, FOLLOW, place.agency.id, ctx.today(), &[account])
            .await?
            .into_iter()
            .next(),
        None => None,
    };
    if wanted.is_some() && person.is_none() {
        errors.add("nguoi", "targets-error-choose");
    }
    errors.check()?;
    let measure = &place.line.measure;
    let before = follow::charge(&ctx.app.store, &measure.code, place.agency.id).await?;
    let seen = before.as_ref().map_or(0, |b| b.changes).to_string();
    if form.optional("ban-sua").is_some_and(|text| text != seen) {
        return Err(platform::Refusal::new("targets-refused-changed").into());
    }
    let new = NewCharge {
        measure: &measure.code,
        agency: place.agency.id,
        unit: unit.unwrap_or(place.agency.id),
        account: person.as_ref().map(|p| p.account_id),
        person: person.as_ref().map_or("", |p| p.name.as_str()),
    };
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::assign(&ctx.app, &tx, &new, before.as_ref(), &measure.name).await?;
    tx.commit().await
}

pub(in super::super) async fn assign(
    ctx: Ctx,
    Path(slug): Path<String>,
    form: Submitted,
) -> Result<Response> {
    let place = place(&ctx, &slug, form.optional("co-quan").as_deref()).await?;
    match assigned(&ctx, &place, &form).await {
        Err(Error::Invalid(errors)) => view(&ctx, &place, &Typed { errors, ..Typed::default() }).await,
        other => other.map(|()| redirect(&place.path(), Some("targets-flash-assigned"))),
    }
}

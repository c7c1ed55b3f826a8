//! GET /doi-thoai: the conferences; GET, POST /doi-thoai/{id}: one with its questions and answers, and asking before it.

use super::super::acts::{self, Asked};
use super::super::rules::{State, takes_questions};
use super::super::store::{self, Dialogue, DialogueRow};
use super::{Public, asked, moves, question_fields, say, state_tag, summary, titled, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::export::Value;
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::identity::{self, AccountKind};
use platform::list::ListQuery;
use platform::once::Once;
use ui::{Cell, Empty, Filter, Form, Head, Inset, Link, ListHead, Listing, Panel, Row};

const PATH: &str = "/doi-thoai";

const HEADS: [ListHead; 5] = [
    ListHead::new("chu_de", "dialogue-head-theme"),
    ListHead::sorting("ngay", "dialogue-head-day"),
    ListHead::new("co_quan", "dialogue-head-host"),
    ListHead::new("dia_diem", "dialogue-head-place"),
    ListHead::new("trang_thai", "dialogue-head-state"),
];

/// The list.
pub async fn list(ctx: Ctx, query: Query) -> Result<Response> {
    let list = narrowed(&query);
    let listing = Listing {
        ctx: &ctx,
        query: &query,
        path: PATH,
        id: "doi-thoai",
        caption: ctx.t("dialogue-public-title"),
        heads: &HEADS,
        filters: vec![Filter::text("q", ctx.t("dialogue-filter-words"), query.get("q").unwrap_or_default())],
        empty: Empty::new(ctx.t("dialogue-none"), ctx.t("dialogue-none-text")),
    };
    if let Some(kind) = Listing::export_kind(&query) {
        return listing.file(kind, list, |ctx, row: &DialogueRow| Ok(values(ctx, row))).await;
    }
    let found = list.page::<DialogueRow>(&ctx.app.store, &query).await?;
    let mut table = listing.table(&found, |row| {
        Row::new(vec![
            Cell::link(format!("{PATH}/{}", row.id), &row.theme),
            Cell::moment(&row.held_on, vn(&row.held_on)),
            Cell::from(ctx.app.directory().short_name(row.agency_id)),
            Cell::from(row.place.clone()),
            state_tag(&ctx, &row.state).into(),
        ])
    });
    table.caption_hidden = true;
    let title = ctx.t("dialogue-public-title");
    ui::html(&Public {
        page: ui::page(&ctx, title.clone()),
        head: Head { lead: ctx.t("dialogue-public-lead"), ..Head::new(title) },
        parts: vec![ui::markup(&table)],
        form: None,
    })
}

/// The conferences under the filters of a query.
pub fn narrowed(query: &Query) -> ListQuery<'static> {
    let mut list = store::dialogues();
    if let Some(typed) = query.get("q") {
        let pattern = format!("%{}%", kernel::text::fold(typed).replace(['%', '_'], ""));
        list.and("d.folded LIKE ?", [pattern.into()]);
    }
    list
}

fn values(ctx: &Ctx, row: &DialogueRow) -> Vec<Value> {
    vec![
        Value::Text(row.theme.clone()),
        Value::day(&row.held_on),
        Value::Text(ctx.app.directory().name(row.agency_id).to_owned()),
        Value::Text(row.place.clone()),
        Value::Text(say(ctx, "state", &row.state)),
    ]
}

/// One conference.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    let mut typed = Submitted::default();
    if let Some(viewer) = ctx.viewer.as_ref().filter(|viewer| viewer.kind == AccountKind::Citizen) {
        let account = identity::account(&ctx.app.store, viewer.account_id).await?;
        typed.fields.insert("nguoi_hoi".to_owned(), vec![account.name]);
        typed.fields.insert("lien_he".to_owned(), account.phone.or(account.email).into_iter().collect());
    }
    page(&ctx, &dialogue, &typed, &FieldErrors::new()).await
}

/// A question before it.
pub async fn ask(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let dialogue = store::dialogue(&ctx.app.store, id).await?;
    match question(&ctx, &dialogue, &typed).await {
        Ok(question) => {
            let once = Once::of("dialogue.before", &typed);
            match acts::ask_before(&ctx.app, &ctx.actor(), id, question, &once).await {
                Ok(_) => Ok(redirect(&format!("{PATH}/{id}"), Some("dialogue-flash-asked"))),
                Err(Error::Invalid(errors)) => page(&ctx, &dialogue, &typed, &errors).await,
                Err(other) => Err(other),
            }
        }
        Err(Error::Invalid(errors)) => page(&ctx, &dialogue, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// A question as it was typed, while the conference takes some.
pub async fn question(ctx: &Ctx, dialogue: &Dialogue, typed: &Submitted) -> Result<Asked> {
    ctx.limit(Limited::Filing).await?;
    if !takes_questions(dialogue.state(), dialogue.ask_until()?, ctx.today()) {
        return Err(Refusal::new("dialogue-refused-closed").into());
    }
    let mut errors = FieldErrors::new();
    let question = asked(typed, &mut errors);
    errors.check()?;
    Ok(question)
}

async fn page(ctx: &Ctx, d: &Dialogue, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let about = summary(ctx)
        .row(ctx.t("dialogue-head-day"), vn(&d.held_on))
        .row(ctx.t("dialogue-head-place"), d.place.clone())
        .row(ctx.t("dialogue-head-host"), ctx.app.directory().name(d.agency_id))
        .row(ctx.t("dialogue-head-audience"), say(ctx, "audience", &d.audience))
        .row(ctx.t("dialogue-field-ask-until"), vn(&d.ask_until_on));
    let mut parts = vec![ui::markup(&about)];
    parts.extend(moves(ctx, d).await?);
    if d.state() == State::Cancelled {
        let mut told = Panel { title: ctx.t("dialogue-cancelled-title"), ..Panel::default() };
        told.lines.extend(d.minutes.lines().map(str::to_owned));
        told.links.push(Link::new("/phan-anh", ctx.t("dialogue-cancelled-petition")));
        parts.push(ui::markup(&told));
    }
    let published: Vec<_> = store::questions_of(&ctx.app.store, d.id)
        .await?
        .into_iter()
        .filter(|q| q.published_on.is_some())
        .collect();
    if published.is_empty() {
        parts.push(ui::markup(&Inset { text: ctx.t("dialogue-no-answers") }));
    }
    for question in published {
        let mut panel = Panel { title: question.public_question.clone(), ..Panel::default() };
        panel.lines.extend(question.public_answer.lines().map(str::to_owned));
        panel.lines.push(ctx.app.directory().name(question.owner_id).to_owned());
        parts.push(ui::markup(&panel));
    }
    let form = takes_questions(d.state(), d.ask_until()?, ctx.today()).then(|| {
        let fields = question_fields(ctx, typed, errors);
        Form::new(&ui::words(&ctx.locale), format!("{PATH}/{}", d.id), ctx.t("dialogue-ask-submit"), fields)
            .once(ctx, typed, errors)
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Public {
            page: ui::page(ctx, titled(ctx, &d.theme, form.as_ref()))
                .with_back(PATH, ctx.t("dialogue-public-title")),
            head: Head { tag: Some(state_tag(ctx, &d.state)), ..Head::new(d.theme.clone()) },
            parts,
            form,
        },
    )
}

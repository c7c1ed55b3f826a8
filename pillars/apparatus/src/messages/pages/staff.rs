//! GET /ho-so/{id}/trao-doi: the conversation on a dossier from the agency's side, with the form to write.

use super::super::acts;
use super::super::rules::{LONGEST, Limits, Side};
use super::super::slice::{ANSWER, CONCLUDE};
use super::super::store;
use super::thread::{self, Places, Shown};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::dossier_cards::{DossierCard, DossierCards, DossierPart};
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::{Query, Submitted};
use platform::reads::What;
use std::sync::Arc;
use ui::{Action, ActionKind, Choice, Field, Form, Head, Link, Page};

#[derive(askama::Template)]
#[template(path = "messages/pages/conversation.html")]
struct View {
    page: Page,
    head: Head,
    clock: String,
    formal: Option<Link>,
    thread_title: String,
    thread: Vec<Shown>,
    thread_none: String,
    leave: Option<Action>,
    write_title: String,
    answers_title: String,
    answers: Vec<Link>,
    form: Option<Form>,
}

/// Hidden field of the button that leaves a question unanswered: when the last was written that the page shows.
pub const SEEN: &str = "den";

/// Address of a dossier's conversation.
pub fn path(dossier: i64) -> String {
    format!("/ho-so/{dossier}/trao-doi")
}

/// The page; `?mau=` begins with a standing answer.
pub async fn show(ctx: Ctx, Path(id): Path<i64>, query: Query) -> Result<Response> {
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let card = cards.seen(&ctx, id, What::Page).await?;
    let mut typed = Submitted::default();
    if let Some(answer) = query.get("mau").and_then(|id| id.parse().ok()) {
        let root = ctx.app.directory().root(ctx.today()).map_or(0, |city| city.id);
        let answer = store::answer(&ctx.app.store, answer).await?;
        if let Some(answer) = answer.filter(|a| a.agency_id == card.agency_id || a.agency_id == root) {
            typed.fields.insert("noi_dung".to_owned(), vec![answer.body]);
        }
    }
    page(&ctx, &card, &typed, &FieldErrors::new()).await
}

/// The page with what was typed and what is wrong with it.
pub async fn page(
    ctx: &Ctx,
    card: &DossierCard,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let may = ctx.may(ANSWER, card.agency_id);
    let found = store::thread_of(&ctx.app.store, card.id).await?;
    if let Some(thread) = found.as_ref().filter(|_| may) {
        acts::read(&ctx.app, thread, Side::Staff).await?;
    }
    let here = path(card.id);
    let concludes = ctx.may(CONCLUDE, card.agency_id);
    let places = Places {
        files: format!("{here}/tep"),
        close: may.then(|| here.clone()),
        conclude: concludes.then(|| (here.clone(), typed, errors)),
    };
    let waiting = found.as_ref().filter(|thread| may && thread.waiting_since.is_some());
    let title = ctx.t("messages-title");
    let mut head = Head::new(title.clone());
    head.caption = card.code.clone();
    head.lead = ctx.tn("messages-about", &[("procedure", card.procedure_name.clone())]);
    let mut page = ui::page(ctx, format!("{} – {title}", card.code))
        .with_crumb(format!("/ho-so/{}", card.id), card.code.clone());
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let formal = may && card.open;
    let view = View {
        clock: ctx.t("messages-clock"),
        formal: formal
            .then(|| Link::new(format!("/ho-so/{}/bo-sung", card.id), ctx.t("messages-clock-formal"))),
        thread_title: ctx.t("messages-thread"),
        thread: thread::shown(ctx, found.as_ref(), Side::Staff, &places).await?,
        thread_none: ctx.t("messages-thread-none"),
        leave: waiting.map(|thread| Action {
            hidden: vec![(SEEN.to_owned(), thread.last_at.to_string())],
            ..Action::post(format!("{here}/khong-can"), ctx.t("messages-leave"), ActionKind::Quiet)
        }),
        write_title: ctx.t("messages-write"),
        answers_title: ctx.t("messages-answers-use"),
        answers: if may { answers(ctx, card).await? } else { Vec::new() },
        form: if may { Some(form(ctx, card, typed, errors).await?) } else { None },
        page,
        head,
    };
    ui::html_with(status, &view)
}

/// The standing answers that may be used here.
async fn answers(ctx: &Ctx, card: &DossierCard) -> Result<Vec<Link>> {
    let root = ctx.app.directory().root(ctx.today()).map_or(0, |city| city.id);
    let found = store::answers_of(&ctx.app.store, (card.agency_id, root)).await?;
    let link =
        |answer: store::Answer| Link::new(format!("{}?mau={}#viet", path(card.id), answer.id), answer.title);
    Ok(found.into_iter().map(link).collect())
}

/// What is to be put right, as its choice is posted.
pub fn value_of(part: &DossierPart) -> String {
    format!("{}:{}", part.kind.code(), part.key)
}

async fn form(ctx: &Ctx, card: &DossierCard, typed: &Submitted, errors: &FieldErrors) -> Result<Form> {
    let error = |field: &str| ui::field_error(ctx, errors, field);
    let limits = Limits::on(&ctx.app.profiles(), ctx.today())?;
    let cards: Arc<dyn DossierCards> = ctx.app.port()?;
    let asks = typed.text("loai") == "correction";
    let kinds = vec![
        Choice::new("message", ctx.t("messages-kind-message"), !asks),
        Choice::new("correction", ctx.t("messages-kind-correction"), asks)
            .hint(ctx.t("messages-kind-correction-hint")),
    ];
    let parts = cards.parts(&ctx.app, card.id).await?.into_iter().map(|part| {
        let value = value_of(&part);
        let chosen = typed.all("muc").contains(&value);
        Choice::new(value, part.name, chosen)
    });
    let usual = ctx.app.calendars().of(card.agency_id)?.add_working_days(ctx.today(), limits.correction_days);
    let due = typed.optional("han").unwrap_or_else(|| usual.to_string());
    let when = |mut field: Field| {
        field.show_when = Some(("loai".to_owned(), "correction".to_owned()));
        field
    };
    let fields = vec![
        Field::radios("loai", ctx.t("messages-kind"), kinds),
        when(
            Field::checkboxes("muc", ctx.t("messages-field-items"), parts.collect())
                .error(error("muc"))
                .optional(),
        ),
        when(
            Field::date("han", ctx.t("messages-field-due"))
                .hint(ctx.t("messages-field-due-hint"))
                .value(due)
                .error(error("han"))
                .optional(),
        ),
        Field::textarea("noi_dung", ctx.t("messages-field-body"), 5)
            .value(typed.text("noi_dung"))
            .max_length(u32::try_from(LONGEST).unwrap_or(4000))
            .error(error("noi_dung")),
        super::files(ctx, limits.files, error("tep"))?,
    ];
    let words = ui::words(&ctx.locale);
    Ok(Form::new(&words, path(card.id), ctx.t("messages-send"), fields).multipart())
}

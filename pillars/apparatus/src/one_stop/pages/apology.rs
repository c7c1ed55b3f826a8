//! /ho-so/{id}/xin-loi: one prepared letter of apology: why, until when, the day proposed; to be looked at as it would be
//! printed, sent with what is changed in it, or set aside with a reason.

use super::deeds::{Case, Deed, SEEN};
use super::inbox::PATH as INBOX;
use super::printed;
use super::standing::{self, moment_text};
use super::why::{self, For};
use crate::one_stop::acts;
use crate::one_stop::store::{self, Apology};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Day;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::{Submitted, redirect};
use ui::{DueBox, Field, Form, Head, Link, Page, Panel, SummaryList};

/// Longest reason for setting one aside, characters.
const LONG: usize = 1000;

#[derive(askama::Template)]
#[template(path = "one_stop/pages/apology.html")]
struct View {
    page: Page,
    head: Head,
    due: DueBox,
    about: SummaryList,
    why: Option<Panel>,
    preview: Link,
    send_title: String,
    send: Option<Form>,
    dismiss_title: String,
    dismiss: Option<Form>,
    told: String,
}

/// The letter that waits of a dossier the viewer may see.
async fn waiting(ctx: Ctx, id: i64) -> Result<(Case, Apology)> {
    let case = Case::open(ctx, id).await?;
    let apology = store::open_apology(&case.ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    Ok((case, apology))
}

/// The page.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (case, apology) = waiting(ctx, id).await?;
    page(&case, &apology, &Submitted::default(), &FieldErrors::new()).await
}

async fn page(case: &Case, apology: &Apology, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let (ctx, id) = (&case.ctx, case.dossier.id);
    let own = format!("{INBOX}/{id}/xin-loi");
    let words = ui::words(&ctx.locale);
    let day = |iso: &str| iso.parse::<Day>().map(Day::vn).unwrap_or_default();
    let may = case.may(Deed::Extend);
    // Once the promise has passed the letter puts nothing off any more.
    let passed = Deed::Apologise.is_lawful(&case.facts);
    let deed = if passed { Deed::Apologise } else { Deed::Extend };
    let lawful = deed.is_lawful(&case.facts);
    let send = if may && lawful {
        Some(case.form(deed, &Submitted::default(), &FieldErrors::new()).await?)
    } else {
        None
    };
    let dismiss = may.then(|| {
        let reason = Field::textarea("ly-do-bo-qua", ctx.t("one-stop-apology-dismiss-reason"), 3)
            .value(typed.text("ly-do-bo-qua"))
            .error(ui::field_error(ctx, errors, "ly-do-bo-qua"));
        // A form shown again keeps the version it was filled under.
        let seen = typed.optional(SEEN).unwrap_or_else(|| case.dossier.version.to_string());
        let fields = vec![reason, Field::hidden(SEEN, seen)];
        Form::new(&words, format!("{own}/bo-qua"), ctx.t("one-stop-apology-dismiss"), fields)
    });
    let told = match (may, lawful) {
        (false, _) => ctx.t("one-stop-apology-not-yours"),
        (true, false) => ctx.tn("one-stop-refused-extend-late", &[("day", day(&apology.apology_by_on))]),
        (true, true) => String::new(),
    };
    let title = ctx.t("one-stop-apology-title");
    let mut head = Head::new(title.clone());
    head.caption = case.dossier.code.clone();
    head.tag = Some(standing::state_tag(&ctx.locale, case.facts.state));
    head.lead = ctx.t(if passed { "one-stop-apology-lead-late" } else { "one-stop-apology-lead" });
    let about = SummaryList::new(&words)
        .row(ctx.t("one-stop-head-procedure"), case.dossier.procedure_name.clone())
        .row(ctx.t("one-stop-head-apology-by"), day(&apology.apology_by_on))
        .row(ctx.t("one-stop-head-apology-new"), day(&apology.new_due_on))
        .row(ctx.t("one-stop-head-reason"), apology.reason.clone())
        .row(ctx.t("one-stop-apology-prepared"), moment_text(Some(apology.prepared_at)));
    let shown = if errors.is_empty() { title } else { format!("{} {title}", words.error_prefix) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let view = View {
        page: ui::page(ctx, shown)
            .with_crumb(super::apologies::PATH, ctx.t("one-stop-menu-apologies"))
            .with_crumb(format!("{INBOX}/{id}"), case.dossier.code.clone()),
        head,
        due: standing::due_box(ctx, &case.dossier)?,
        about,
        why: why::panel(ctx, &case.dossier, For::Staff).await?,
        preview: Link::new(format!("{own}/in"), ctx.t("one-stop-apology-preview")),
        send_title: ctx.t(if passed { "one-stop-apology-send-late" } else { "one-stop-apology-send" }),
        send,
        dismiss_title: ctx.t("one-stop-apology-dismiss-title"),
        dismiss,
        told,
    };
    ui::html_with(status, &view)
}

/// The letter as it would be printed; it has no number before it is sent.
pub async fn preview(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let (case, apology) = waiting(ctx, id).await?;
    let content = printed::apology_draft(&case.ctx, &case.dossier, &apology).await?;
    Ok(ui::pdf(&printed::file_name("04", &case.dossier), content))
}

/// Sets it aside.
pub async fn dismiss(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let case = Case::for_deed(ctx, id, Deed::Extend).await?;
    let apology = store::open_apology(&case.ctx.app.store, id).await?;
    // Decided meanwhile: the page was there, so that is a refusal and no missing page.
    let apology = apology.ok_or_else(|| Refusal::new("one-stop-refused-no-apology"))?;
    let mut errors = FieldErrors::new();
    let reason = typed.required(&mut errors, "ly-do-bo-qua", LONG);
    if !errors.is_empty() {
        return page(&case, &apology, &typed, &errors).await;
    }
    let seen = case.seen(&typed)?;
    acts::dismiss_apology(&case.ctx.app, &case.ctx.actor(), id, seen, &reason).await?;
    Ok(redirect(super::apologies::PATH, Some("one-stop-flash-apology-dismissed")))
}

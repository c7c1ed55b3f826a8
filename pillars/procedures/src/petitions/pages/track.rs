//! GET /phan-anh/theo-doi/{token}: how a petition goes on, for who gave it; the way there by code and contact; completing it.

use super::super::acts;
use super::super::rules::given::CONTENT_MAX;
use super::super::rules::state::State;
use super::super::store::{self, Answer, Petition};
use super::{Public, file_answer, procedure_name, say, state_tag, summary, term_tag, titled, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Moment;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use ui::{Cell, DueBox, Field, Form, Head, Link, Markup, Panel, Timeline, TimelineItem, Tone};

/// Where a petition is found by its code.
pub(super) const LOOK_UP: &str = "/phan-anh/tra-cuu";

/// The form that asks for code and contact.
pub async fn ask(ctx: Ctx) -> Result<Response> {
    look_up(&ctx, &Submitted::default(), &FieldErrors::new())
}

/// Leads to the petition of a code whose contact was named; what does not fit is not said.
pub async fn find(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match found(&ctx, &typed).await {
        Ok(petition) => Ok(redirect(&format!("/phan-anh/theo-doi/{}", petition.token), None)),
        Err(Error::Invalid(errors)) => look_up(&ctx, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// Message key of what is said where code and contact do not fit.
pub const NOT_FOUND: &str = "petitions-error-look-up";

/// The petition of a code whose contact was named.
pub async fn found(ctx: &Ctx, typed: &Submitted) -> Result<Petition> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let mut errors = FieldErrors::new();
    let code = typed.required(&mut errors, "ma", 40).to_uppercase();
    let contact = typed.required(&mut errors, "lien_he", 200);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    ctx.app.limits.check(Limited::OneCode, &code.to_lowercase()).await?;
    let found = store::by_code(&ctx.app.store, &code).await?.filter(|p| is_contact(p, &contact));
    found.ok_or_else(|| {
        errors.add("ma", NOT_FOUND);
        Error::Invalid(errors)
    })
}

fn is_contact(petition: &Petition, typed: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phone = digits(&petition.phone);
    let by_phone = !phone.is_empty() && phone == digits(typed);
    by_phone || (!petition.email.is_empty() && petition.email.eq_ignore_ascii_case(typed.trim()))
}

fn look_up(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let fields = [("ma", "petitions-field-code"), ("lien_he", "petitions-field-contact")]
        .map(|(name, label)| {
            let error = ui::field_error(ctx, errors, name);
            Field::text(name, ctx.t(label)).value(typed.text(name)).error(error)
        })
        .into();
    let form = Form::new(&ui::words(&ctx.locale), LOOK_UP, ctx.t("petitions-look-up-submit"), fields)
        .with_secondary("/phan-anh", ctx.t("petitions-give-title"));
    let title = ctx.t("petitions-look-up-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(
        status,
        &Public {
            page: ui::page(ctx, titled(ctx, &title, Some(&form))),
            head: Head { lead: ctx.t("petitions-look-up-lead"), ..Head::new(title) },
            parts: Vec::new(),
            form: Some(form),
        },
    )
}

/// The petition of a key; guessing keys is limited.
pub async fn own(ctx: &Ctx, token: &str) -> Result<Petition> {
    match store::by_token(&ctx.app.store, token).await? {
        Some(petition) => Ok(petition),
        None => {
            ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
            Err(Error::NotFound)
        }
    }
}

/// How it goes on.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let petition = own(&ctx, &token).await?;
    page(&ctx, &petition, &Submitted::default(), &FieldErrors::new()).await
}

/// Completes it.
pub async fn complete(ctx: Ctx, Path(token): Path<String>, typed: Submitted) -> Result<Response> {
    let petition = own(&ctx, &token).await?;
    match completed(&ctx, &petition, &typed).await {
        Ok(()) => Ok(redirect(&format!("/phan-anh/theo-doi/{token}"), Some("petitions-flash-completed"))),
        Err(Error::Invalid(errors)) => page(&ctx, &petition, &typed, &errors).await,
        Err(other) => Err(other),
    }
}

/// Completes it by what was typed.
pub async fn completed(ctx: &Ctx, petition: &Petition, typed: &Submitted) -> Result<()> {
    ctx.limit(Limited::Filing).await?;
    let mut errors = FieldErrors::new();
    let more = typed.required(&mut errors, "bo_sung", CONTENT_MAX / 2);
    errors.check()?;
    acts::complete(&ctx.app, &ctx.actor(), petition.clone(), &more).await
}

/// One's own file.
pub async fn file(ctx: Ctx, Path((token, hash)): Path<(String, String)>) -> Result<Response> {
    let petition = own(&ctx, &token).await?;
    let files = store::files_of(&ctx.app.store, petition.id).await?;
    file_answer(&ctx, &files, &hash).await
}

async fn page(ctx: &Ctx, p: &Petition, typed: &Submitted, errors: &FieldErrors) -> Result<Response> {
    let state = p.state()?;
    let mut parts = vec![due_box(ctx, p), about(ctx, p).await?];
    if let Some((latest, own)) = answer(ctx, p).await? {
        let mut panel = Panel {
            title: ctx.t("petitions-answer-title"),
            lines: vec![say(ctx, "outcome", &latest.outcome)],
            links: Vec::new(),
        };
        panel.lines.extend(latest.text.lines().map(str::to_owned));
        if latest.rated_on.is_none() && own {
            let href = format!("/phan-anh/danh-gia/{}", latest.token);
            panel.links.push(Link::new(href, ctx.t("petitions-rate-title")));
        }
        parts.push(ui::markup(&panel));
    }
    parts.push(steps(ctx, p).await?);
    let form = (state == State::Incomplete).then(|| {
        let field = Field::textarea("bo_sung", ctx.t("petitions-field-more"), 6)
            .hint(ctx.t("petitions-field-more-hint"))
            .value(typed.text("bo_sung"))
            .error(ui::field_error(ctx, errors, "bo_sung"));
        let action = format!("/phan-anh/theo-doi/{}", p.token);
        Form::new(&ui::words(&ctx.locale), action, ctx.t("petitions-complete-submit"), vec![field])
    });
    let title = ctx.t("petitions-track-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let head = Head {
        caption: p.code.clone(),
        tag: Some(state_tag(ctx, &p.state)),
        lead: ctx.t("petitions-track-lead"),
        ..Head::new(title.clone())
    };
    ui::html_with(
        status,
        &Public { page: ui::page(ctx, titled(ctx, &title, form.as_ref())), head, parts, form },
    )
}

/// The latest answer that the giver may read, and whether it was given to this petition; the answer to another's, with which
/// it was joined, is shown where it tells nothing of them.
pub async fn answer(ctx: &Ctx, p: &Petition) -> Result<Option<(Answer, bool)>> {
    let lead = store::leading(&ctx.app.store, p).await?;
    let own = lead.id == p.id;
    let latest = store::answers_of(&ctx.app.store, lead.id).await?.into_iter().next();
    Ok(latest.filter(|a| own || !acts::gives_away(&lead, &a.text)).map(|a| (a, own)))
}

/// The last day with its arithmetic.
pub(super) fn due_box(ctx: &Ctx, p: &Petition) -> Markup {
    let steps = vec![
        ctx.tn("petitions-due-from", &[("day", vn(&p.counted_from_on))]),
        ctx.tn("petitions-due-days", &[("days", p.due_days.to_string())]),
        ctx.tn("petitions-due-on", &[("day", vn(&p.due_on))]),
    ];
    ui::markup(&DueBox {
        words: ui::words(&ctx.locale),
        label: ctx.t("petitions-due-label"),
        due_text: vn(&p.due_on),
        tag: term_tag(ctx, &p.state, &p.due_on, p.settled_on.as_deref()),
        steps,
    })
}

async fn about(ctx: &Ctx, p: &Petition) -> Result<Markup> {
    let on = Petition::day(&p.given_on)?;
    let files = store::files_of(&ctx.app.store, p.id).await?;
    let links = files.iter().map(|f| {
        let href = format!("/phan-anh/theo-doi/{}/tep/{}", p.token, f.hash);
        Cell::link(href, format!("{} ({})", f.name, ui::file_size(f.size)))
    });
    let list = summary(ctx, "petitions-about-title")
        .row(ctx.t("petitions-head-agency"), ctx.app.directory().name(p.agency_id))
        .row(ctx.t("petitions-field-topic"), say(ctx, "topic", &p.topic))
        .row(ctx.t("petitions-field-procedure"), procedure_name(ctx, &p.procedure_code, on).await?)
        .row(ctx.t("petitions-field-content"), Cell::written(&p.content))
        .row(ctx.t("petitions-field-file"), Cell::stacked(links.collect()));
    Ok(ui::markup(&list))
}

/// What was done so far.
pub(super) async fn steps(ctx: &Ctx, p: &Petition) -> Result<Markup> {
    let directory = ctx.app.directory();
    let items = store::steps_of(&ctx.app.store, p.id).await?;
    let items = items.into_iter().map(|step| TimelineItem {
        title: say(ctx, "done", &step.act),
        at: Moment::from_micros(step.at).vn(),
        by: directory.short_name(step.agency_id).to_owned(),
        text: step.note,
        tone: Tone::Info,
        links: Vec::new(),
    });
    Ok(ui::markup(&Timeline { items: items.collect() }))
}

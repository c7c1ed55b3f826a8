//! GET, POST /phan-anh/danh-gia/{token}: what the person says of the answer, once, and whether it is to be looked at again.

use super::super::acts;
use super::super::rules::words::Level;
use super::super::store::{self, Answer, Petition};
use super::{Public, choices, say, summary, titled, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Day, Moment};
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use ui::{Cell, Choice, Field, Form, Head, Inset};

/// Longest comment.
const COMMENT_MAX: usize = 1000;
/// Days in which an answer may be rated, where no rule says.
const RATE_DAYS: i64 = 30;

async fn found(ctx: &Ctx, token: &str) -> Result<(Answer, Petition)> {
    match store::answer_by_token(&ctx.app.store, token).await? {
        Some(answer) => {
            let petition = store::by_id(&ctx.app.store, answer.petition_id).await?;
            Ok((answer, petition))
        }
        None => {
            ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
            Err(Error::NotFound)
        }
    }
}

fn last_day(ctx: &Ctx, answer: &Answer) -> Result<Day> {
    let on = Moment::from_micros(answer.at).day();
    Ok(on.plus_days(ctx.app.profiles().get_or("feedback.rate_days", on, RATE_DAYS)?))
}

/// The question, or what was said.
pub async fn show(ctx: Ctx, Path(token): Path<String>) -> Result<Response> {
    let (answer, petition) = found(&ctx, &token).await?;
    page(&ctx, &answer, &petition, &Submitted::default(), &FieldErrors::new())
}

/// Takes what is said.
pub async fn submit(ctx: Ctx, Path(token): Path<String>, typed: Submitted) -> Result<Response> {
    let (answer, petition) = found(&ctx, &token).await?;
    match rated(&ctx, &answer, &typed).await {
        Ok(()) => {
            let to = format!("/phan-anh/theo-doi/{}", petition.token);
            Ok(redirect(&to, Some("petitions-flash-rated")))
        }
        Err(Error::Invalid(errors)) => page(&ctx, &answer, &petition, &typed, &errors),
        Err(other) => Err(other),
    }
}

/// Takes what was typed of an answer.
pub async fn rated(ctx: &Ctx, answer: &Answer, typed: &Submitted) -> Result<()> {
    ctx.limit(Limited::Filing).await?;
    if ctx.today() > last_day(ctx, answer)? {
        return Err(Refusal::new("petitions-refused-rate-late").into());
    }
    let mut errors = FieldErrors::new();
    let comment = typed.at_most(&mut errors, "y_kien", COMMENT_MAX);
    let level = Level::from_code(typed.text("muc"));
    if level.is_none() {
        errors.add("muc", "petitions-error-choose");
    }
    let again = typed.ticked("xem_lai");
    if again && comment.is_empty() {
        errors.add("y_kien", "petitions-error-why-again");
    }
    match level.filter(|_| errors.is_empty()) {
        Some(level) => acts::rate(&ctx.app, &ctx.actor(), answer, (level, &comment), again).await,
        None => Err(Error::Invalid(errors)),
    }
}

fn page(
    ctx: &Ctx,
    answer: &Answer,
    petition: &Petition,
    typed: &Submitted,
    errors: &FieldErrors,
) -> Result<Response> {
    let last = last_day(ctx, answer)?;
    let open = answer.rated_on.is_none() && ctx.today() <= last;
    let told = summary(ctx, "petitions-answer-title")
        .row(ctx.t("petitions-head-agency"), ctx.app.directory().name(answer.agency_id))
        .row(ctx.t("petitions-field-outcome"), say(ctx, "outcome", &answer.outcome))
        .row(ctx.t("petitions-field-answer"), Cell::written(&answer.text));
    let mut parts = vec![ui::markup(&told)];
    if !open {
        let text = match &answer.rated_on {
            Some(day) => {
                ctx.tn("petitions-rated", &[("day", vn(day)), ("level", say(ctx, "level", &answer.level))])
            }
            None => ctx.tn("petitions-rate-closed", &[("day", last.vn())]),
        };
        parts.push(ui::markup(&Inset { text }));
    }
    let form = open.then(|| form(ctx, answer, typed, errors));
    let title = ctx.t("petitions-rate-title");
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let head = Head { caption: petition.code.clone(), ..Head::new(title.clone()) };
    ui::html_with(
        status,
        &Public { page: ui::page(ctx, titled(ctx, &title, form.as_ref())), head, parts, form },
    )
}

fn form(ctx: &Ctx, answer: &Answer, typed: &Submitted, errors: &FieldErrors) -> Form {
    let levels = choices(ctx, "level", Level::ALL.iter().map(|l| l.code()), typed.text("muc"));
    let again = Choice::new("1", ctx.t("petitions-field-again"), typed.ticked("xem_lai"));
    let fields = vec![
        Field::radios("muc", ctx.t("petitions-field-level"), levels)
            .error(ui::field_error(ctx, errors, "muc")),
        Field::checkboxes("xem_lai", ctx.t("petitions-field-again-title"), vec![again]).optional(),
        Field::textarea("y_kien", ctx.t("petitions-field-comment"), 4)
            .value(typed.text("y_kien"))
            .error(ui::field_error(ctx, errors, "y_kien"))
            .optional(),
    ];
    let action = format!("/phan-anh/danh-gia/{}", answer.token);
    Form::new(&ui::words(&ctx.locale), action, ctx.t("petitions-rate-submit"), fields)
}

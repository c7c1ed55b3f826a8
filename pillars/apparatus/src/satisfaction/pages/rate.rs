//! GET, POST /danh-gia/{token}: the citizen's sheet, without signing in, answered once.

use super::super::rules::set::SurveySet;
use super::super::rules::sheet::{COMMENT_MAX, SheetFlaw, SheetState, Source, read};
use super::super::store::{self, Invite};
use super::procedure_name;
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::satisfaction::RatingGiven;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted};
use platform::{Actor, Change, Ctx};
use serde_json::json;
use ui::{Choice, Field, Form, Page};

#[derive(Template)]
#[template(path = "satisfaction/pages/rate.html")]
struct View {
    page: Page,
    about: String,
    promise: String,
    form: Form,
}

#[derive(Template)]
#[template(path = "satisfaction/pages/closed.html")]
struct Closed {
    page: Page,
    text: String,
    on: String,
}

/// The sheet, or why it cannot be answered.
pub async fn show(ctx: Ctx, Path(token): Path<String>, query: Query) -> Result<Response> {
    let invite = found(&ctx, &token).await?;
    match invite.state(ctx.today()) {
        SheetState::Open => {
            let source = match (query.get("may"), query.get("qr")) {
                (Some(_), _) => Source::Tablet,
                (_, Some(_)) => Source::Qr,
                _ => Source::Link,
            };
            answer(&ctx, &invite, &Submitted::default(), source, &FieldErrors::new()).await
        }
        SheetState::Answered => closed(&ctx, &invite, "satisfaction-answered-title", "satisfaction-answered"),
        SheetState::Expired => closed(&ctx, &invite, "satisfaction-expired-title", "satisfaction-expired"),
    }
}

/// The answers; a second sending is told that the sheet was answered.
pub async fn submit(ctx: Ctx, Path(token): Path<String>, form: Submitted) -> Result<Response> {
    let invite = found(&ctx, &token).await?;
    match invite.state(ctx.today()) {
        SheetState::Open => {}
        SheetState::Answered => return Err(Refusal::new("satisfaction-refused-answered").into()),
        SheetState::Expired => return Err(Refusal::new("satisfaction-refused-expired").into()),
    }
    let source = Source::from_code(form.text("nguon"));
    let set = store::set(&ctx.app.store, invite.set_id).await?;
    let counts: Vec<i64> = ctx.app.profiles().get_or("satisfaction.rate_counts", ctx.today(), vec![4, 5])?;
    let comment = form.text("gop_y");
    let answers = match read(&set, &counts, |key| form.text(&field(key)).to_owned(), comment) {
        Ok(answers) => answers,
        Err(flaws) => return answer(&ctx, &invite, &form, source, &errors(&set, flaws)).await,
    };
    let day = ctx.today();
    // The journal names nobody: not the address, and not the clerk whose tablet it may be.
    let tx = ctx.app.store.write(&Actor::public(&ctx.t("satisfaction-rater"))).await?;
    if !store::mark_answered(&tx, invite.id, source, comment).await? {
        return Err(Refusal::new("satisfaction-refused-answered").into());
    }
    store::add_to_tally(&tx, invite.agency_id, day, &answers).await?;
    let rated = answers.iter().filter(|a| a.value.is_some()).count();
    store::insert_answers(&tx, &[(invite.id, invite.agency_id, day, answers)]).await?;
    let after = json!({"survey_source": source.code(), "survey_rated": rated, "survey_commented": !comment.is_empty()});
    tx.journal(Change::of("satisfaction", "survey_invite", invite.id, "survey_answer").after(after)).await?;
    tx.emit(&RatingGiven { agency_id: invite.agency_id, answered_on: day.to_string() }).await?;
    tx.commit().await?;
    let tail = if source == Source::Tablet { "?may=1" } else { "" };
    Ok(platform::http::redirect(&format!("/danh-gia/ban-giao/{token}{tail}"), None))
}

/// The sheet of a token; guessing tokens is limited.
pub(super) async fn found(ctx: &Ctx, token: &str) -> Result<Invite> {
    match store::by_token(&ctx.app.store, token).await? {
        Some(invite) => Ok(invite),
        None => {
            ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
            Err(Error::NotFound)
        }
    }
}

/// The page of a sheet: nothing but the sheet, and nobody signed in on it.
pub(super) fn bare_page(ctx: &Ctx, invite: Option<&Invite>, title: String) -> Page {
    let mut page = ui::page(ctx, title);
    page.menu = Vec::new();
    page.viewer = None;
    page.agency = invite.map(|i| ctx.app.directory().name(i.agency_id).to_owned()).filter(|n| !n.is_empty());
    page
}

fn field(key: &str) -> String {
    format!("q-{key}")
}

fn errors(set: &SurveySet, flaws: Vec<SheetFlaw>) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for flaw in flaws {
        match flaw {
            SheetFlaw::NoLevel(key) => errors.add(field(&key), "satisfaction-error-level"),
            SheetFlaw::CommentTooLong => {
                errors.add_with("gop_y", "form-too-long", vec![("maximum", COMMENT_MAX.to_string())]);
            }
            SheetFlaw::Empty => {
                let first = set.questions.first().map(|q| field(&q.key)).unwrap_or_default();
                errors.add(first, "satisfaction-error-empty");
            }
        }
    }
    errors
}

async fn answer(
    ctx: &Ctx,
    invite: &Invite,
    typed: &Submitted,
    source: Source,
    errors: &FieldErrors,
) -> Result<Response> {
    let set = store::set(&ctx.app.store, invite.set_id).await?;
    let pick = |vi: &str, en: &str| ctx.locale.pick(vi, en).to_owned();
    let mut fields = vec![Field::hidden("nguon", source.code())];
    for question in &set.questions {
        let name = field(&question.key);
        let chosen = typed.text(&name);
        let levels = set.levels.iter().map(|level| {
            let value = level.value.to_string();
            let selected = chosen == value;
            Choice::new(value, pick(&level.name, &level.name_en), selected)
        });
        let none = Choice::new("0", ctx.t("satisfaction-no-opinion"), chosen == "0");
        let choices = levels.chain(std::iter::once(none)).collect();
        fields.push(
            Field::radios(&name, pick(&question.text, &question.text_en), choices)
                .hint(pick(&question.factor_name, &question.factor_name_en))
                .error(ui::field_error(ctx, errors, &name)),
        );
    }
    fields.push(
        Field::textarea("gop_y", ctx.t("satisfaction-comment"), 3)
            .hint(ctx.t("satisfaction-comment-hint"))
            .value(typed.text("gop_y"))
            .error(ui::field_error(ctx, errors, "gop_y"))
            .max_length(u32::try_from(COMMENT_MAX).unwrap_or(1000))
            .optional(),
    );
    let action = format!("/danh-gia/{}", invite.token);
    let form = Form::new(&ui::words(&ctx.locale), action, ctx.t("satisfaction-rate-submit"), fields);
    let returned = invite.returned().unwrap_or_else(|| ctx.today());
    let procedure = procedure_name(ctx, &invite.procedure_code, returned).await?;
    let view = View {
        page: bare_page(ctx, Some(invite), ctx.t("satisfaction-rate-title")),
        about: ctx.tn("satisfaction-rate-about", &[("procedure", procedure), ("day", returned.vn())]),
        promise: ctx.t("satisfaction-rate-promise"),
        form,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    ui::html_with(status, &view)
}

fn closed(ctx: &Ctx, invite: &Invite, title: &str, text: &str) -> Result<Response> {
    let day = invite.expires_on.parse::<kernel::Day>().map(kernel::Day::vn).unwrap_or_default();
    ui::html(&Closed {
        page: bare_page(ctx, Some(invite), ctx.t(title)),
        text: ctx.tn(text, &[("day", day)]),
        on: ctx.t("satisfaction-to-rates"),
    })
}

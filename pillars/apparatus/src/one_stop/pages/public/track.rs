//! GET and POST /tra-cuu: how far a dossier is, for who knows its code and four digits of its owner's numbers.
//! Posted, so that the digits stay out of addresses and logs; a wrong digit and an unknown code answer alike.

use super::status::{self, Reader, Status};
use crate::one_stop::rules::Lookup;
use crate::one_stop::store::{self, Dossier};
use axum::http::StatusCode;
use axum::response::Response;
use contracts::joint::JointDossiers;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Refusal, Result};
use platform::http::limits::Limited;
use platform::http::{Query, Submitted};
use std::sync::Arc;
use ui::{Field, Form, Page, Width};

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/track.html")]
struct FormView {
    page: Page,
    lead: String,
    form: Option<Form>,
    key_hint: String,
}

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/found.html")]
struct FoundView {
    page: Page,
    head: ui::Head,
    status: Status,
    privacy: String,
    again: String,
}

#[derive(askama::Template)]
#[template(path = "one_stop/pages/public/found_joint.html")]
struct JointView {
    page: Page,
    head: ui::Head,
    parts: Vec<String>,
    privacy: String,
    again: String,
}

/// What an unknown code and a wrong digit are answered alike.
pub const NOT_FOUND: &str = "one-stop-track-not-found";

/// The form; `?ma=` fills in the code.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    if !Lookup::on(&ctx.app.profiles(), ctx.today())?.status {
        return ui::html(&closed_view(&ctx));
    }
    let code = query.get("ma").unwrap_or_default().to_owned();
    ui::html(&form_view(&ctx, &code, "", &FieldErrors::new()))
}

/// The answer.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let (dossier, lookup) = match look_up(&ctx, &typed).await {
        Ok(found) => found,
        Err(Error::Invalid(errors)) => {
            if let Some(joint) = joint(&ctx, &typed, &errors).await? {
                return ui::html(&joint);
            }
            let form = form_view(&ctx, typed.text("ma"), typed.text("so"), &errors);
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
        }
        Err(other) => return Err(other),
    };
    ui::html(&FoundView {
        page: ui::page(&ctx, ctx.t("one-stop-track-found-title")),
        head: ui::Head {
            caption: if lookup.code { dossier.code.clone() } else { String::new() },
            ..ui::Head::new(ctx.t("one-stop-track-found-title"))
        },
        status: status::of(&ctx, &dossier, Reader::Digits).await?,
        privacy: ctx.t("one-stop-track-privacy"),
        again: ctx.t("one-stop-track-again"),
    })
}

/// The dossier of a code and digits as typed, within the limits on trying, with the rule on what may be shown of it.
pub async fn look_up(ctx: &Ctx, typed: &Submitted) -> Result<(Dossier, Lookup)> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let lookup = Lookup::on(&ctx.app.profiles(), ctx.today())?;
    if !lookup.status {
        return Err(Refusal::new("one-stop-track-closed").status(403).into());
    }
    let mut errors = FieldErrors::new();
    let code = typed.required(&mut errors, "ma", 60);
    let digits = typed.required(&mut errors, "so", 20);
    if errors.is_empty() && last_four(&digits).is_none() {
        errors.add("so", "one-stop-track-digits-four");
    }
    if errors.is_empty() {
        // From however many addresses: the digits of one code must not be walked through.
        ctx.app.limits.check(Limited::OneCode, &as_kept(&code).to_lowercase()).await?;
        if let Some(dossier) = find(ctx, &code, &digits).await? {
            return Ok((dossier, lookup));
        }
        errors.add("ma", NOT_FOUND);
    }
    Err(Error::Invalid(errors))
}

/// The joint dossier of a code that is no dossier's: looked up under the same limits, shown as sparsely.
async fn joint(ctx: &Ctx, typed: &Submitted, errors: &FieldErrors) -> Result<Option<JointView>> {
    let unknown = errors.0.iter().any(|error| error.key == NOT_FOUND);
    let digits = last_four(typed.text("so")).filter(|_| unknown);
    let (Some(digits), Ok(port)) = (digits, ctx.app.port::<Arc<dyn JointDossiers>>()) else {
        return Ok(None);
    };
    let found = port.status(ctx, &as_kept(typed.text("ma")), &digits).await?;
    Ok(found.map(|joint| JointView {
        page: ui::page(ctx, ctx.t("one-stop-track-found-title")),
        head: ui::Head { caption: joint.code, lead: joint.state, ..ui::Head::new(joint.name) },
        parts: joint.parts,
        privacy: ctx.t("one-stop-track-privacy"),
        again: ctx.t("one-stop-track-again"),
    }))
}

async fn find(ctx: &Ctx, code: &str, digits: &str) -> Result<Option<Dossier>> {
    match store::by_code(&ctx.app.store, &as_kept(code)).await? {
        Some(dossier) if known(&dossier, digits)? => Ok(Some(dossier)),
        _ => Ok(None),
    }
}

/// A typed code as codes are kept: without spaces, with plain hyphens.
fn as_kept(code: &str) -> String {
    let shown = code.chars().filter(|c| !c.is_whitespace());
    shown.map(|c| if matches!(c, '–' | '—') { '-' } else { c }).collect()
}

/// Whether the digits end a number of the owner or of who filed for them.
fn known(dossier: &Dossier, digits: &str) -> Result<bool> {
    let Some(typed) = last_four(digits) else { return Ok(false) };
    let proxy = dossier.proxy()?.unwrap_or_default();
    let numbers = [&dossier.owner_identity, &dossier.owner_phone, &proxy.identity_number, &proxy.phone];
    Ok(numbers.iter().any(|number| last_four(number).as_ref() == Some(&typed)))
}

/// The last four digits of a number however it is written; nothing when it has fewer.
fn last_four(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(4).and_then(|from| digits.get(from..)).map(str::to_owned)
}

fn form_view(ctx: &Ctx, code: &str, digits: &str, errors: &FieldErrors) -> FormView {
    let words = ui::words(&ctx.locale);
    let fields = vec![
        Field::text("ma", ctx.t("one-stop-track-code"))
            .hint(ctx.t("one-stop-track-code-hint"))
            .width(Width::Half)
            .max_length(60)
            .value(code)
            .error(ui::field_error(ctx, errors, "ma")),
        Field::tel("so", ctx.t("one-stop-track-digits"))
            .hint(ctx.t("one-stop-track-digits-hint"))
            .width(Width::Tiny)
            .max_length(20)
            .value(digits)
            .error(ui::field_error(ctx, errors, "so")),
    ];
    let title = ctx.t("one-stop-track-title");
    let shown = if errors.is_empty() { title } else { format!("{} {title}", words.error_prefix) };
    FormView {
        page: ui::page(ctx, shown),
        lead: ctx.t("one-stop-track-lead"),
        form: Some(Form::new(&words, "/tra-cuu", ctx.t("one-stop-track-submit"), fields)),
        key_hint: ctx.t("one-stop-track-key-hint"),
    }
}

/// Where the city shows nothing by code: the key on the receipt and one's account still lead to the dossier.
fn closed_view(ctx: &Ctx) -> FormView {
    FormView {
        page: ui::page(ctx, ctx.t("one-stop-track-title")),
        lead: ctx.t("one-stop-track-closed"),
        form: None,
        key_hint: ctx.t("one-stop-track-key-hint"),
    }
}

#[cfg(test)]
mod tests {
    use super::last_four;

    #[test]
    fn digits_are_read_however_a_number_is_written() {
        assert_eq!(last_four("0903 123 456").as_deref(), Some("3456"));
        assert_eq!(last_four("4567").as_deref(), Some("4567"));
        assert_eq!(last_four("B12"), None);
        assert_eq!(last_four(""), None);
    }
}

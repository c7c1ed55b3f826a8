//! /quan-tri/thu-tuc/quyet-dinh/moi, /{id}/sua: what a decision says of itself, while it is not signed.

use super::super::super::acts::announce;
use super::super::super::dates::Issuer;
use super::super::super::store::{self, Announced};
use super::super::super::{EDIT, import};
use super::super::{Block, StaffPage, agencies, choices};
use super::PATH;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, Result};
use platform::http::{Query, Submitted, redirect};
use platform::once::Once;
use platform::{Ctx, FieldErrors, Refusal};
use ui::{Choice, Field, Form, Head, Width};

/// The change whose page led here: the decision is drawn up for it.
const FOR: &str = "thay-doi";

/// The form of a new decision.
pub async fn new(ctx: Ctx, query: Query) -> Result<Response> {
    let mut typed = Submitted::default();
    let mut put = |name: &str, value: String| typed.fields.insert(name.to_owned(), vec![value]);
    let change = query.get(FOR).and_then(|id| id.parse::<i64>().ok());
    put("ai", Issuer::City.code().to_owned());
    put("chuc-vu", "Chủ tịch".to_owned());
    put("co-quan", import::city(&ctx.app, ctx.today()).to_string());
    if let Some(id) = change {
        let change = store::change(&ctx.app.store, id).await?;
        put(FOR, id.to_string());
        put("co-quan", change.agency_id.to_string());
        put("hieu-luc", change.effect_on);
    }
    ui::html(&view(&ctx, None, &typed, &FieldErrors::new()))
}

/// The form of a decision that is there.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let row = store::announcement(&ctx.app.store, id).await?;
    ctx.require(EDIT, row.agency_id)?;
    if row.signed_on.is_some() {
        return Err(Refusal::new("catalogue-refused-signed").into());
    }
    let mut typed = Submitted::default();
    for (name, value) in [
        ("so", row.number),
        ("ai", row.issuer),
        ("trich-yeu", row.subject),
        ("co-quan", row.agency_id.to_string()),
        ("nguoi-ky", row.signer),
        ("chuc-vu", row.signer_post),
        ("rut-gon", if row.shortened { "1".to_owned() } else { String::new() }),
        ("van-ban", row.basis_number),
        ("ten-van-ban", row.basis_title),
        ("ban-hanh", row.basis_issued_on.unwrap_or_default()),
        ("hieu-luc", row.effect_on),
        ("to-trinh", row.proposal),
    ] {
        typed.fields.insert(name.to_owned(), vec![value]);
    }
    ui::html(&view(&ctx, Some(id), &typed, &FieldErrors::new()))
}

fn view(ctx: &Ctx, id: Option<i64>, typed: &Submitted, errors: &FieldErrors) -> StaffPage {
    let wrong = |name: &str| ui::field_error(ctx, errors, name);
    let text =
        |name: &str, key: &str| Field::text(name, ctx.t(key)).value(typed.text(name)).error(wrong(name));
    let date =
        |name: &str, key: &str| Field::date(name, ctx.t(key)).value(typed.text(name)).error(wrong(name));
    let issuers = choices(ctx, "issuer", &Issuer::ALL.map(Issuer::code), typed.text("ai"), None);
    let short = vec![Choice::new("1", ctx.t("catalogue-decision-shortened-yes"), typed.ticked("rut-gon"))];
    let agency = typed.text("co-quan").parse().unwrap_or(0);
    let fields = vec![
        Field::radios("ai", ctx.t("catalogue-decision-issuer"), issuers).error(wrong("ai")),
        Field::textarea("trich-yeu", ctx.t("catalogue-decision-subject"), 2)
            .value(typed.text("trich-yeu"))
            .hint(ctx.t("catalogue-decision-subject-hint"))
            .error(wrong("trich-yeu")),
        Field::select("co-quan", ctx.t("catalogue-change-agency"), agencies(ctx, agency)),
        text("van-ban", "catalogue-decision-basis").hint(ctx.t("catalogue-decision-basis-hint")),
        Field::textarea("ten-van-ban", ctx.t("catalogue-decision-basis-title"), 2)
            .value(typed.text("ten-van-ban"))
            .error(wrong("ten-van-ban")),
        date("ban-hanh", "catalogue-decision-basis-issued").optional(),
        date("hieu-luc", "catalogue-decision-effect"),
        Field::checkboxes("rut-gon", ctx.t("catalogue-decision-shortened"), short).optional(),
        text("so", "catalogue-decision-number").optional().width(Width::Medium),
        text("chuc-vu", "catalogue-decision-post"),
        text("nguoi-ky", "catalogue-decision-signer"),
        text("to-trinh", "catalogue-decision-proposal").optional(),
    ];
    let (action, back, key) = match id {
        None => (format!("{PATH}/moi"), PATH.to_owned(), "catalogue-decision-new"),
        Some(id) => (format!("{PATH}/{id}/sua"), format!("{PATH}/{id}"), "catalogue-decision-edit"),
    };
    let mut form = Form::new(&ui::words(&ctx.locale), action, ctx.t("catalogue-decision-save"), fields)
        .with_secondary(back.clone(), ctx.t("ui-back"));
    if id.is_none() {
        form = form.once(ctx, typed, errors);
    }
    if let Some(change) = typed.optional(FOR) {
        form.hidden.push((FOR.to_owned(), change));
    }
    StaffPage {
        page: ui::page(ctx, ctx.t(key)).with_back(back, ctx.t("catalogue-decisions-title")),
        head: Head::new(ctx.t(key)),
        blocks: vec![Block::new("quyet-dinh", String::new()).part(&form)],
    }
}

/// What was typed, or all that is wrong with it.
fn read(typed: &Submitted) -> std::result::Result<Announced, FieldErrors> {
    let mut errors = FieldErrors::new();
    let issuer = Issuer::from_code(typed.text("ai"));
    if issuer.is_none() {
        errors.add("ai", "form-required");
    }
    let subject = typed.required(&mut errors, "trich-yeu", 600);
    let basis_number = typed.required(&mut errors, "van-ban", 60);
    let basis_title = typed.required(&mut errors, "ten-van-ban", 600);
    let basis_issued = typed.day(&mut errors, "ban-hanh");
    let effect = typed.day(&mut errors, "hieu-luc");
    if typed.text("hieu-luc").is_empty() {
        errors.add("hieu-luc", "form-required");
    }
    let shortened = typed.ticked("rut-gon");
    if shortened && typed.text("ban-hanh").is_empty() {
        errors.add("ban-hanh", "catalogue-decision-issued-needed");
    }
    if basis_issued.zip(effect).is_some_and(|(issued, effect)| issued > effect) {
        errors.add("ban-hanh", "catalogue-decision-issued-late");
    }
    let number = typed.at_most(&mut errors, "so", 60);
    let signer_post = typed.required(&mut errors, "chuc-vu", 120);
    let signer = typed.required(&mut errors, "nguoi-ky", 120);
    let proposal = typed.at_most(&mut errors, "to-trinh", 200);
    let (Some(issuer), Some(effect), true) = (issuer, effect, errors.is_empty()) else { return Err(errors) };
    Ok(Announced {
        number,
        issuer: issuer.code().to_owned(),
        agency: typed.text("co-quan").parse().unwrap_or_default(),
        subject,
        signer,
        signer_post,
        shortened,
        basis_number,
        basis_title,
        basis_issued,
        effect,
        // Counted by the act.
        due: effect,
        proposal,
    })
}

/// Draws it up.
pub async fn open(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let new = match read(&typed) {
        Ok(new) => new,
        Err(errors) => {
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, None, &typed, &errors));
        }
    };
    ctx.require(EDIT, new.agency)?;
    let change = typed.optional(FOR).and_then(|id| id.parse::<i64>().ok());
    if let Some(change) = change {
        ctx.require(EDIT, store::change(&ctx.app.store, change).await?.agency_id)?;
    }
    let id = match announce::open(&ctx.app, &ctx.actor(), &new, &Once::of("announcement", &typed)).await {
        Err(Error::Invalid(errors)) => {
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, None, &typed, &errors));
        }
        opened => opened?,
    };
    if let Some(change) = change
        && store::change(&ctx.app.store, change).await?.announcement_id != Some(id)
    {
        announce::gather(&ctx.app, &ctx.actor(), change, Some(id)).await?;
    }
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-decision")))
}

/// Keeps what was changed.
pub async fn save(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    let row = store::announcement(&ctx.app.store, id).await?;
    ctx.require(EDIT, row.agency_id)?;
    let new = match read(&typed) {
        Ok(new) => new,
        Err(errors) => {
            return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &view(&ctx, Some(id), &typed, &errors));
        }
    };
    ctx.require(EDIT, new.agency)?;
    announce::write(&ctx.app, &ctx.actor(), id, &new).await?;
    Ok(redirect(&format!("{PATH}/{id}"), Some("catalogue-flash-decision")))
}

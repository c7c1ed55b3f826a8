//! /thu-den/moi: a letter that brings a dossier is entered with its postmark and the day it came.

use super::parts::{self, Desk, Tried, fill, held};
use crate::post::acts::{self, Entered, NewLetter};
use crate::post::slice::SEND;
use crate::post::store::ItemRow;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::dossiers::Person;
use platform::Ctx;
use platform::error::{Error, FieldErrors, Result};
use platform::http::{Submitted, redirect};
use ui::{Field, Form, Head, Link, Panel};

/// Address of the form.
pub const PATH: &str = "/thu-den/moi";
const ACT: &str = "moi";
/// Set once the letter that may be the same was shown.
pub const SEEN: &str = "van-ghi";

/// The form.
pub async fn new(ctx: Ctx) -> Result<Response> {
    page(&ctx, None, None)
}

/// The form; with what was typed where it was refused, with the letter it may be the same as.
fn page(ctx: &Ctx, tried: Option<&Tried<'_>>, twin: Option<&ItemRow>) -> Result<Response> {
    let agencies = parts::agencies(ctx, &ctx.scope(SEND));
    let own = ctx.viewer()?.agency_id.map(|id| id.to_string()).unwrap_or_default();
    let agency = held(tried, ACT, "co-quan", &own).to_owned();
    let service = held(tried, ACT, "dich-vu", "").to_owned();
    let text = |name: &str, label: &str, most: u32| {
        fill(tried, ctx, ACT, Field::text(name, ctx.t(label)).max_length(most))
    };
    let day = |name: &str, label: &str| fill(tried, ctx, ACT, Field::date(name, ctx.t(label)));
    let select = |name: &str, label: &str, options, chosen: &str| {
        fill(tried, ctx, ACT, Field::select(name, ctx.t(label), parts::choices(options, chosen)))
    };
    let arrived = Field::date("ngay-den", ctx.t("post-field-arrived")).value(ctx.today().to_string());
    let mut fields = vec![
        select("co-quan", "post-head-agency", agencies, &agency),
        text("ho-ten", "post-head-sender", 120),
        text("dia-chi", "post-field-address", 300),
        text("dien-thoai", "post-field-phone", 40).optional(),
        text("thu-dien-tu", "post-field-email", 120).optional(),
        text("noi-dung", "post-field-contents", 300).hint(ctx.t("post-hint-contents")),
        select("dich-vu", "post-head-service", parts::services(ctx)?, &service),
        text("so-hieu", "post-head-number", 60).optional(),
        day("dau", "post-field-postmark").hint(ctx.t("post-hint-postmark")).optional(),
        fill(tried, ctx, ACT, arrived),
    ];
    let mut shown = Vec::new();
    if let Some(twin) = twin {
        // Sent again, the form is the answer: it is another letter.
        fields.push(Field::hidden(SEEN, "1"));
        shown.push(ui::markup(&twin_panel(ctx, twin)));
    }
    let title = ctx.t("post-letter-new");
    let form = Form::new(&ui::words(&ctx.locale), PATH, ctx.t("post-letter-add"), fields);
    let mut page = ui::page(ctx, title.clone()).with_crumb(super::items::PATH, ctx.t("post-items-title"));
    if tried.is_some() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let head = Head { lead: ctx.t("post-letter-lead"), ..Head::new(title) };
    shown.push(ui::markup(&form));
    let view = Desk { page, head, tabs: parts::tabs(ctx, ""), warning: None, parts: shown };
    let status = if twin.is_some() { StatusCode::CONFLICT } else { parts::status(tried) };
    ui::html_with(status, &view)
}

/// The letter that stands already, without the name of its sender.
fn twin_panel(ctx: &Ctx, twin: &ItemRow) -> Panel {
    let told = [("number", twin.number.clone()), ("day", parts::vn(Some(&twin.made_on)))];
    Panel {
        title: ctx.t("post-letter-twin-title"),
        lines: vec![ctx.tn("post-letter-twin", &told), ctx.t("post-letter-twin-how")],
        links: vec![Link::new(format!("{}/{}", super::items::PATH, twin.id), ctx.t("post-letter-twin-open"))],
    }
}

/// Enters it.
pub async fn add(ctx: Ctx, typed: Submitted) -> Result<Response> {
    match entered(&ctx, &typed).await {
        Ok(Entered::New(id)) => {
            Ok(redirect(&format!("{}/{id}", super::items::PATH), Some("post-flash-letter")))
        }
        Ok(Entered::Twin(twin)) => {
            let tried = Tried { act: ACT, typed: &typed, errors: &FieldErrors::new() };
            page(&ctx, Some(&tried), Some(&*twin))
        }
        Err(Error::Invalid(errors)) => {
            page(&ctx, Some(&Tried { act: ACT, typed: &typed, errors: &errors }), None)
        }
        Err(other) => Err(other),
    }
}

/// Enters the letter as it was typed, or finds the one that it may be.
pub async fn entered(ctx: &Ctx, typed: &Submitted) -> Result<Entered> {
    let mut errors = FieldErrors::new();
    let agency = typed.text("co-quan").to_owned();
    if !parts::agencies(ctx, &ctx.scope(SEND)).iter().any(|(id, _)| *id == agency) {
        errors.add("co-quan", "form-required");
    }
    let sender = Person {
        name: typed.required(&mut errors, "ho-ten", 120),
        address: typed.required(&mut errors, "dia-chi", 300),
        phone: typed.at_most(&mut errors, "dien-thoai", 40),
        email: typed.at_most(&mut errors, "thu-dien-tu", 120),
        identity_number: String::new(),
    };
    let contents = typed.required(&mut errors, "noi-dung", 300);
    let service = typed.text("dich-vu").to_owned();
    if !parts::services(ctx)?.iter().any(|(code, _)| *code == service) {
        errors.add("dich-vu", "form-required");
    }
    let number = typed.at_most(&mut errors, "so-hieu", 60);
    let postmark_on = typed.day(&mut errors, "dau");
    let arrived = typed.day(&mut errors, "ngay-den");
    match arrived {
        Some(day) if day > ctx.today() => errors.add("ngay-den", "post-error-future"),
        None if typed.text("ngay-den").is_empty() => errors.add("ngay-den", "form-required"),
        _ => {}
    }
    if let (Some(mark), Some(came)) = (postmark_on, arrived)
        && mark > came
    {
        errors.add("dau", "post-error-postmark");
    }
    let (Some(arrived_on), Ok(agency_id), true) = (arrived, agency.parse(), errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    ctx.require(SEND, agency_id)?;
    let letter = NewLetter { agency_id, sender, contents, service, number, postmark_on, arrived_on };
    acts::enter_letter(&ctx.app, &ctx.actor(), letter, typed.ticked(SEEN)).await
}

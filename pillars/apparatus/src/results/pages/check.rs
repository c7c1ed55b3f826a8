//! /kiem-tra-ket-qua: whether a result is real and still holds, for whoever has its code or scans it. A file given along is
//! compared by its hash and forgotten; the holder's name is half hidden.

use super::super::rules::code;
use super::super::rules::mask::masked_name;
use super::super::rules::standing::Standing;
use super::super::store::{self, EntryRow};
use super::{Open, Section, bare, day_cell, sealed, tag, titled, valid_until, vn};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use platform::error::{Error, FieldErrors, Result};
use platform::files::Files;
use platform::http::limits::Limited;
use platform::http::{Query, Submitted};
use platform::{Ctx, uploads};
use ui::{Action, ActionKind, Field, Form, Head, SummaryList, Width};

/// Address of the check.
const PATH: &str = "/kiem-tra-ket-qua";

/// GET: the form; `?ma=` is a code to check at once.
pub async fn show(ctx: Ctx, query: Query) -> Result<Response> {
    match query.get("ma") {
        None => form_page(&ctx, "", &FieldErrors::new()),
        Some(typed) => checked(&ctx, typed, None).await,
    }
}

/// GET /kiem-tra-ket-qua/{code}: where the QR code leads.
pub async fn of_code(ctx: Ctx, Path(typed): Path<String>) -> Result<Response> {
    checked(&ctx, &typed, None).await
}

/// POST: a code, with or without the file to compare.
pub async fn submit(ctx: Ctx, typed: Submitted) -> Result<Response> {
    let file = typed.uploads.iter().find(|u| u.field == "tep");
    checked(&ctx, typed.text("ma"), file.map(|f| f.content.as_ref())).await
}

async fn checked(ctx: &Ctx, typed: &str, file: Option<&[u8]>) -> Result<Response> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let mut errors = FieldErrors::new();
    let Some(code) = code::cleaned(typed) else {
        errors.add("ma", if typed.is_empty() { "form-required" } else { "results-check-no-code" });
        return form_page(ctx, typed, &errors);
    };
    match store::by_code(&ctx.app.store, &code).await? {
        Some(entry) => found(ctx, &entry, file).await,
        None => unknown(ctx, &code),
    }
}

/// The result of a code as a program sends it; what is no code and what nobody entered are alike.
pub async fn of_any(ctx: &Ctx, typed: &str) -> Result<EntryRow> {
    ctx.app.limits.check(Limited::LookUp, &ctx.address).await?;
    let code = code::cleaned(typed).ok_or(Error::NotFound)?;
    store::by_code(&ctx.app.store, &code).await?.ok_or(Error::NotFound)
}

fn form(ctx: &Ctx, typed: &str, errors: &FieldErrors, with_file: bool) -> Result<Form> {
    let code = Field::text("ma", ctx.t("results-check-code"))
        .value(typed)
        .width(Width::Medium)
        .hint(ctx.t("results-check-code-hint"))
        .error(ui::field_error(ctx, errors, "ma"));
    let submit = ctx.t(if with_file { "results-check-compare" } else { "results-check-submit" });
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let most = format!("{} {}", rules.words(ctx), ctx.t("results-check-file-hint"));
    let file = Field::file("tep", ctx.t("results-check-file"), rules.accept(), most).optional();
    Ok(Form::new(&ui::words(&ctx.locale), PATH, submit, vec![code, file]).multipart())
}

fn form_page(ctx: &Ctx, typed: &str, errors: &FieldErrors) -> Result<Response> {
    let title = ctx.t("results-check-title");
    let mut page = ui::page(ctx, title.clone());
    if !errors.is_empty() {
        page.title = format!("{} {}", page.words.error_prefix, page.title);
    }
    let head = Head { lead: ctx.t("results-check-lead"), ..Head::new(title) };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sections = vec![bare(ui::markup(&form(ctx, typed, errors, false)?))];
    ui::html_with(status, &Open { page, head, sections })
}

fn unknown(ctx: &Ctx, code: &str) -> Result<Response> {
    let title = ctx.t("results-check-unknown");
    let head = Head {
        caption: code.to_owned(),
        lead: ctx.t("results-check-unknown-text"),
        ..Head::new(title.clone())
    };
    let again = titled(
        "lai",
        ctx.t("results-check-again"),
        ui::markup(&form(ctx, code, &FieldErrors::new(), false)?),
    );
    let page = ui::page(ctx, title);
    ui::html_with(StatusCode::NOT_FOUND, &Open { page, head, sections: vec![again] })
}

async fn found(ctx: &Ctx, entry: &EntryRow, file: Option<&[u8]>) -> Result<Response> {
    let standing = entry.standing(ctx.today());
    let title = ctx.t(&format!("results-check-{}", standing.code()));
    let mut sections = Vec::new();
    if let Some(content) = file {
        sections.push(compared(ctx, entry, content));
    }
    sections.push(bare(ui::markup(&facts(ctx, entry))));
    sections.push(sealed::part(ctx, entry).await?);
    sections.push(titled(
        "tep",
        ctx.t("results-check-file-title"),
        ui::markup(&form(ctx, &entry.code, &FieldErrors::new(), true)?),
    ));
    let head = Head {
        caption: entry.code.clone(),
        tag: Some(tag(ctx, standing)),
        lead: lead(ctx, entry, standing).await?,
        actions: own_cover(ctx, entry),
        ..Head::new(title.clone())
    };
    ui::html(&Open {
        page: ui::page(ctx, title).with_back(PATH, ctx.t("results-check-title")),
        head,
        sections,
    })
}

/// The way to the cover sheet, for whose account filed the dossier.
fn own_cover(ctx: &Ctx, entry: &EntryRow) -> Vec<Action> {
    let own = ctx.viewer.as_ref().is_some_and(|viewer| entry.account_id == Some(viewer.account_id));
    let href = format!("/ket-qua-cua-toi/{}/in", entry.code);
    own.then(|| Action::link(href, ctx.t("results-print-cover"), ActionKind::Quiet)).into_iter().collect()
}

/// What the standing means, in a sentence.
pub async fn lead(ctx: &Ctx, entry: &EntryRow, standing: Standing) -> Result<String> {
    let day = entry.ended_on.as_deref().map(vn).unwrap_or_default();
    let decision = entry.decision_number.clone().unwrap_or_default();
    Ok(match standing {
        Standing::InForce => ctx.t("results-check-in-force-text"),
        Standing::Expired => {
            let day = entry.valid_to.as_deref().map(vn).unwrap_or_default();
            ctx.tn("results-check-expired-text", &[("day", day)])
        }
        Standing::Revoked => ctx.tn("results-check-revoked-text", &[("day", day), ("decision", decision)]),
        Standing::Replaced => {
            let other = match entry.replaced_by {
                Some(id) => store::by_id(&ctx.app.store, id).await?,
                None => None,
            };
            let number = other.map(|o| format!("{}, {}", o.number, vn(&o.signed_on))).unwrap_or_default();
            let args = [("day", day), ("decision", decision), ("number", number)];
            ctx.tn("results-check-replaced-text", &args)
        }
    })
}

fn facts(ctx: &Ctx, e: &EntryRow) -> SummaryList {
    SummaryList::new(&ui::words(&ctx.locale))
        .row(ctx.t("results-head-name"), e.name.clone())
        .row(ctx.t("results-head-number"), e.number.clone())
        .row(ctx.t("results-head-holder"), masked_name(&e.holder_name))
        .row(ctx.t("results-head-agency"), ctx.app.directory().name(e.agency_id).to_owned())
        .row(ctx.t("results-head-signer"), e.signer.clone())
        .row(ctx.t("results-head-signed"), day_cell(&e.signed_on))
        .row(ctx.t("results-head-valid-to"), valid_until(ctx, e.valid_to.as_deref(), e.validity.as_deref()))
}

/// Whether a file is the one that was signed; none where no file is kept of the result.
pub fn same(entry: &EntryRow, content: &[u8]) -> Option<bool> {
    entry.file_hash.as_ref().map(|hash| Files::fits(hash, content).is_ok())
}

/// Whether the file given along is the one that was signed; it is hashed here and kept nowhere.
fn compared(ctx: &Ctx, entry: &EntryRow, content: &[u8]) -> Section {
    let key = match same(entry, content) {
        None => "results-check-file-none",
        Some(true) => "results-check-file-same",
        Some(false) => "results-check-file-other",
    };
    let text = ui::markup(&ui::Inset { text: ctx.t(key) });
    titled("so-sanh", ctx.t("results-check-compared"), text)
}

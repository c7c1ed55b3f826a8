//! Pages of petitions: for the person who gives one, for everybody, for the staff.

pub(super) mod answers;
pub(super) mod deed;
pub(super) mod enter;
mod fields;
pub(super) mod figures;
pub(super) mod give;
pub(super) mod questionnaire;
pub(super) mod questionnaires;
pub(super) mod rate;
pub(super) mod record;
pub(super) mod register;
pub(super) mod report;
pub(super) mod track;

use super::rules::clock::is_late;
use super::rules::state::{State, is_running};
use super::store::File;
use axum::response::Response;
use contracts::procedures::Catalogue;
use kernel::Day;
use platform::error::{Error, FieldErrors, Result};
use platform::http::Submitted;
use platform::{Ctx, Locale, Tx, uploads};
use std::sync::Arc;
use ui::{Choice, Form, Head, Markup, Page, SummaryList, Tab, Tabs, Tag, Tone, titled, vn_day as vn};

/// Address of the register.
pub(super) const REGISTER: &str = "/phan-anh-kien-nghi";
/// Address of the questionnaires.
pub(super) const QUESTIONNAIRES: &str = "/phieu-lay-y-kien";

/// A page for everybody.
#[derive(askama::Template)]
#[template(path = "petitions/pages/public.html")]
struct Public {
    page: Page,
    head: Head,
    parts: Vec<Markup>,
    form: Option<Form>,
}

/// A page of the staff.
#[derive(askama::Template)]
#[template(path = "petitions/pages/desk.html")]
struct Desk {
    page: Page,
    head: Head,
    tabs: Tabs,
    form: Option<Form>,
    parts: Vec<Markup>,
}

/// A word of the rules in the reader's language: `petitions-topic-unsuited`.
pub(super) fn word(locale: &Locale, kind: &str, code: &str) -> String {
    if code.is_empty() {
        return String::new();
    }
    locale.t(&format!("petitions-{kind}-{}", code.replace('_', "-")))
}

/// The same for a page.
pub(super) fn say(ctx: &Ctx, kind: &str, code: &str) -> String {
    word(&ctx.locale, kind, code)
}

/// Choices of a kind of word, without one chosen unless it is named.
fn choices<'a>(ctx: &Ctx, kind: &str, codes: impl IntoIterator<Item = &'a str>, chosen: &str) -> Vec<Choice> {
    codes.into_iter().map(|code| Choice::new(code, say(ctx, kind, code), code == chosen)).collect()
}

/// Choices with one for all, or for none yet.
fn with_first(first: String, chosen: bool, rest: Vec<Choice>) -> Vec<Choice> {
    std::iter::once(Choice::new("", first, chosen)).chain(rest).collect()
}

/// Where a petition stands.
fn state_tag(ctx: &Ctx, state: &str) -> Tag {
    let tone = match State::from_code(state) {
        Some(State::New | State::Incomplete) => Tone::Warn,
        Some(State::Published | State::Answered | State::Filed) => Tone::Good,
        Some(State::Refused | State::PassedOn | State::Merged) => Tone::Neutral,
        _ => Tone::Info,
    };
    Tag::new(say(ctx, "state", state), tone)
}

/// Whether the term is kept.
fn term_tag(ctx: &Ctx, state: &str, due_on: &str, settled_on: Option<&str>) -> Tag {
    let settled = settled_on.and_then(|d| d.parse::<Day>().ok());
    let late = due_on.parse::<Day>().is_ok_and(|due| is_late(due, settled, ctx.today()));
    let running = State::from_code(state).is_some_and(is_running);
    let (key, tone) = match (settled.is_some(), running, late) {
        (true, _, true) => ("petitions-term-was-late", Tone::Bad),
        (true, _, false) => ("petitions-term-kept", Tone::Good),
        (false, true, true) => ("petitions-term-late", Tone::Bad),
        (false, true, false) => ("petitions-term-running", Tone::Info),
        (false, false, _) => ("petitions-term-stands", Tone::Neutral),
    };
    Tag::new(ctx.t(key), tone)
}

/// Code and name of a procedure on a day; the code where no catalogue knows it.
async fn procedure_name(ctx: &Ctx, code: &str, on: Day) -> Result<String> {
    if code.is_empty() {
        return Ok(String::new());
    }
    let Ok(catalogue) = ctx.app.port::<Arc<dyn Catalogue>>() else { return Ok(code.to_owned()) };
    let version = catalogue.in_force(&ctx.app, code, on).await?;
    Ok(version.map_or_else(|| code.to_owned(), |v| format!("{code} – {}", v.body.name)))
}

/// Takes the files of a form's picker; what is wrong with one is an error of the picker.
async fn take_files(ctx: &Ctx, tx: &Tx, form: &Submitted, errors: &mut FieldErrors) -> Result<Vec<File>> {
    let most = uploads::Rules::on(&ctx.app, ctx.today())?.per_paper;
    let sender = uploads::sender(ctx);
    let mut files: Vec<File> = Vec::new();
    for upload in form.uploads.iter().filter(|u| u.field == "tep").take(most) {
        match uploads::take(&ctx.app, tx, &sender, upload.content.clone()).await {
            Ok(stored) if files.iter().any(|f| f.hash == stored.hash) => {}
            Ok(stored) => files.push(File {
                hash: stored.hash,
                name: upload.name.chars().take(200).collect(),
                size: stored.size,
            }),
            Err(Error::Refused(refusal)) => errors.add_with("tep", refusal.key, refusal.args),
            Err(other) => return Err(other),
        }
    }
    Ok(files)
}

/// A file of a petition as an answer; its right was asked by the caller.
async fn file_answer(ctx: &Ctx, files: &[File], hash: &str) -> Result<Response> {
    let kept = files.iter().find(|f| f.hash == hash).ok_or(Error::NotFound)?;
    ui::kept_file(ctx, hash, &kept.name).await
}

/// The tabs of the staff's pages.
fn tabs(ctx: &Ctx, current: &str) -> Tabs {
    let tab = |href: &str, label: &str| Tab {
        label: ctx.t(label),
        href: href.to_owned(),
        current: href == current,
        count: None,
    };
    Tabs {
        label: ctx.t("petitions-menu"),
        items: vec![
            tab(REGISTER, "petitions-tab-register"),
            tab("/phan-anh-kien-nghi/thong-ke", "petitions-tab-figures"),
            tab(QUESTIONNAIRES, "petitions-tab-questionnaires"),
        ],
    }
}

/// An empty summary list with a title.
fn summary(ctx: &Ctx, title: &str) -> SummaryList {
    SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t(title))
}

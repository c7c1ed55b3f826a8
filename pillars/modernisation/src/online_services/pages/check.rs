//! /cua-toi/ban-nhap/{id}/kiem-tra and /nop: everything once more with ways to change it, then the filing itself.

use super::super::rules::{self, Attached, FiledWords, People};
use super::super::work::{Checked, Work, load};
use super::super::{shelf, store};
use super::{Step, at_work, step};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use contracts::dossiers::{Channel, DossierIntake, Filing, Person};
use contracts::tools::{AboutToFile, DeskTools};
use platform::error::Error;
use platform::http::limits::Limited;
use platform::http::{Submitted, redirect};
use platform::messages::Lang;
use platform::{Change, Ctx, FieldErrors, Result};
use serde_json::json;
use std::sync::Arc;
use ui::{
    Action, ActionKind, Cell, Choice, ErrorSummary, Field, Form, Inset, Link, Markup, Panel, SummaryList,
};

/// Set once one's own dossiers that may be the same matter were shown.
const SEEN: &str = "da_xem";

/// Shows all answers.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let checked = work.check()?;
    let twins = twins(&ctx, &work, &checked).await?;
    ui::html(&view(&ctx, &work, (&checked, &twins), &FieldErrors::new(), false))
}

/// A dossier of one's own that may be the same matter: code, page to follow it, and in words why.
type Twin = (String, String, String);

/// One's own dossiers that may be the same matter as a draft; only what can be filed is compared.
async fn twins(ctx: &Ctx, work: &Work, checked: &Checked) -> Result<Vec<Twin>> {
    let Ok(tools) = ctx.app.port::<Arc<dyn DeskTools>>() else { return Ok(Vec::new()) };
    if !checked.complete() {
        return Ok(Vec::new());
    }
    let about = AboutToFile {
        procedure: &work.version.body.code,
        owner: &checked.people.owner,
        answers: &checked.data,
        key: &work.draft.idempotency_key,
    };
    tools.own_twins(ctx, &about).await
}

/// The declaration as it is filled so far, to print and sign; papers speak Vietnamese.
pub async fn declaration(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let checked = work.check()?;
    let form = work.form.as_ref().ok_or(Error::NotFound)?;
    let body = &work.version.body;
    let title = body.forms.first().map_or(body.name.as_str(), |form| form.name.as_str());
    let directory = ctx.app.directory();
    let head = eforms::DeclarationHead {
        title,
        agency: directory.name(work.draft.agency_id),
        name: &checked.people.owner.name,
        code: None,
        files: &declared(&checked),
    };
    let inputs = form.declaration(&checked.data, head, &papers::vietnamese(&ctx.app));
    let content = papers::print(&ctx, eforms::DECLARATION, inputs, vec![]).await?;
    Ok(ui::pdf(&format!("to-khai-{}", body.code.to_lowercase()), content))
}

/// The files that answer questions, as the declaration names them.
fn declared(checked: &Checked) -> Vec<eforms::DeclaredFile> {
    let named = |paper: &Attached| eforms::DeclaredFile {
        reference: paper.component.clone(),
        name: paper.name.clone(),
        // A draft's files are its owner's alone; the printed paper goes to others.
        address: None,
    };
    checked.papers.iter().filter(|paper| rules::is_answer(paper)).map(named).collect()
}

/// Files the draft: dossier, draft and journal in one commit. Sent twice, it leads to the same dossier.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let work = at_work!(load(&ctx, id).await?);
    let checked = work.check()?;
    let mut errors = FieldErrors::new();
    if !typed.ticked("cam_doan") {
        errors.add("cam_doan", "online-services-declare-needed");
    }
    let other_version = typed.text("phien_ban") != work.version.id.to_string();
    let twins = twins(&ctx, &work, &checked).await?;
    if !checked.complete() || !errors.is_empty() || other_version {
        let page = view(&ctx, &work, (&checked, &twins), &errors, other_version);
        return ui::html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    // Filed meanwhile in another window: shown before this one goes out too.
    if !twins.is_empty() && !typed.ticked(SEEN) {
        let page = view(&ctx, &work, (&checked, &twins), &errors, false);
        return ui::html_with(StatusCode::CONFLICT, &page);
    }
    let intake: Arc<dyn DossierIntake> = ctx.app.port()?;
    let done = redirect(&work.page("da-nop"), None);
    let taken = shelf::chosen(&checked.papers);
    let filing = filing(&ctx, &work, checked)?;
    let owner = shelf::owner(&filing);
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    if !store::take(&tx, id).await? {
        return Ok(done);
    }
    let opened = intake.open(&ctx.app, &tx, filing).await?;
    shelf::take(&ctx, &tx, &taken, (&work, &opened), owner).await?;
    store::close(&tx, id, &opened).await?;
    let after = json!({ "draft_dossier": opened.code });
    tx.journal(Change::of("online_services", "draft", id, "draft_file").after(after)).await?;
    tx.commit().await?;
    Ok(done)
}

fn filing(ctx: &Ctx, work: &Work, checked: Checked) -> Result<Filing> {
    let officials = ctx.app.locale(Lang::Vi);
    let words = FiledWords {
        typed: officials.t("online-services-note-typed"),
        later: officials.t("online-services-note-later"),
        bring: officials.t("online-services-note-bring"),
    };
    let mut papers = rules::filed(&work.version.body, &checked.papers, &words);
    papers.extend(rules::filed_answers(&checked.papers, &checked.data));
    let People { applicant_kind, owner, proxy, result_delivery } = checked.people;
    Ok(Filing {
        procedure: work.version.body.code.clone(),
        agency_id: work.draft.agency_id,
        channel: Channel::Online,
        applicant_kind,
        owner,
        proxy,
        account_id: Some(ctx.viewer()?.account_id),
        form: checked.data,
        papers,
        result_delivery,
        term_variant: None,
        idempotency_key: work.draft.idempotency_key.clone(),
    })
}

fn view(
    ctx: &Ctx,
    work: &Work,
    (checked, twins): (&Checked, &[Twin]),
    errors: &FieldErrors,
    other_version: bool,
) -> Step {
    let words = ui::words(&ctx.locale);
    let mut parts: Vec<Markup> = Vec::new();
    if other_version {
        parts.push(ui::markup(&Inset { text: ctx.t("online-services-other-version") }));
    }
    if !checked.complete() {
        let items = [
            ("nguoi-nop", "online-services-people-title", &checked.people_errors),
            ("to-khai", "online-services-form-title", &checked.form_errors),
            ("giay-to", "online-services-papers-step", &checked.paper_errors),
        ];
        let line = |(step, title, errors): (&str, &str, &FieldErrors)| {
            let args = [("step", ctx.t(title)), ("count", errors.0.len().to_string())];
            (!errors.is_empty()).then(|| (ctx.tn("online-services-check-left", &args), work.page(step)))
        };
        parts.push(ui::markup(&ErrorSummary {
            words: words.clone(),
            items: items.into_iter().filter_map(line).collect(),
        }));
    }
    if !twins.is_empty() {
        let link = |(code, href, why): &Twin| Link::new(href.clone(), format!("{code} – {why}"));
        let panel = Panel {
            title: ctx.t("online-services-twins-title"),
            lines: vec![ctx.t("online-services-twins")],
            links: twins.iter().map(link).collect(),
        };
        parts.push(ui::markup(&panel));
    }
    parts.extend(summaries(ctx, work, checked));
    let form = checked.complete().then(|| {
        let declare = vec![Choice::new("1", ctx.t("online-services-declare"), false)];
        let field = Field::checkboxes("cam_doan", ctx.t("online-services-declare-label"), declare)
            .error(ui::field_error(ctx, errors, "cam_doan"));
        let mut form = Form::new(&words, work.page("nop"), ctx.t("online-services-file"), vec![field]);
        form.hidden = vec![("phien_ban".to_owned(), work.version.id.to_string())];
        if !twins.is_empty() {
            form.hidden.push((SEEN.to_owned(), "1".to_owned()));
        }
        form
    });
    let (page, mut head) = step(ctx, work, "online-services-check-title", !errors.is_empty());
    if work.form.is_some() {
        let print = ctx.t("online-services-print-declaration");
        head.actions = vec![Action::link(work.page("to-khai-in"), print, ActionKind::Quiet)];
    }
    Step { page, head, parts, form }
}

fn summaries(ctx: &Ctx, work: &Work, checked: &Checked) -> Vec<Markup> {
    let words = ui::words(&ctx.locale);
    let body = &work.version.body;
    let directory = ctx.app.directory();
    let matter = SummaryList::new(&words)
        .titled(ctx.t("online-services-matter"))
        .row(ctx.t("online-services-procedure"), format!("{} – {}", body.code, body.name))
        .row(ctx.t("online-services-agency"), directory.name(work.draft.agency_id));
    let mut all = vec![ui::markup(&matter), ui::markup(&people(ctx, work, &checked.people))];
    if let Some(form) = &work.form {
        let mut list = SummaryList::new(&words).titled(ctx.t("online-services-form-title"));
        let page = work.page("to-khai");
        for answer in form.answers(&checked.data) {
            let lines: Vec<Cell> = answer.text.lines().map(Cell::text).collect();
            let value = match &answer.file {
                Some(file) => Cell::Stack(super::papers::links(work, &checked.papers, file)),
                None if lines.len() > 1 => Cell::Stack(lines),
                None => Cell::from(answer.text.clone()),
            };
            let target = Field::text(answer.field, "").id();
            list = list.row_with_change(answer.label, value, format!("{page}#{target}"));
        }
        all.push(ui::markup(&list));
    }
    let mut list = SummaryList::new(&words).titled(ctx.t("online-services-papers-step"));
    for component in rules::attachable(body) {
        let files = super::papers::links(work, &checked.papers, &component.key);
        let mut own = checked.papers.iter().filter(|p| p.component == component.key);
        let from_shelf = own.find_map(|p| p.shelf.as_ref());
        let value = if let Some(taken) = from_shelf {
            Cell::text(taken.words.clone())
        } else if !files.is_empty() {
            Cell::Stack(files)
        } else if checked.papers.iter().any(|p| p.component == component.key) {
            Cell::text(ctx.t("online-services-file-later"))
        } else {
            Cell::Empty
        };
        list = list.row_with_change(component.name.clone(), value, work.page("giay-to"));
    }
    if !list.rows.is_empty() {
        all.push(ui::markup(&list));
    }
    all
}

fn people(ctx: &Ctx, work: &Work, people: &People) -> SummaryList {
    let page = work.page("nguoi-nop");
    let mut list = SummaryList::new(&ui::words(&ctx.locale)).titled(ctx.t("online-services-people-title"));
    let line = |person: &Person| {
        let parts = [&person.name, &person.identity_number, &person.address, &person.phone, &person.email];
        parts.into_iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    };
    let owner = if people.proxy.is_some() { "online-services-owner" } else { "online-services-me" };
    if let Some(proxy) = &people.proxy {
        list = list.row_with_change(ctx.t("online-services-me"), line(proxy), page.as_str());
    }
    list = list.row_with_change(ctx.t(owner), line(&people.owner), page.as_str());
    match people.result_delivery.as_str() {
        "" => list,
        way => {
            let text = ctx.t(&format!("online-services-delivery-{way}"));
            list.row_with_change(ctx.t("online-services-delivery"), text, page.as_str())
        }
    }
}

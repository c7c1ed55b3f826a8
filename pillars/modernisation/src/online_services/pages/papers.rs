//! /cua-toi/ban-nhap/{id}/giay-to: attachments; the type is read from the content, the largest size said at the picker.

use super::super::rules::{self, Attached, attachable};
use super::super::shelf::{self, Held};
use super::super::store;
use super::super::work::{Work, load, path};
use super::{Step, at_work, step};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use contracts::procedures::Component;
use contracts::returns::{OftenAsked, ReturnReasons};
use platform::error::Error;
use platform::http::limits::Limited;
use platform::http::{Query, Submitted, redirect};
use platform::{Change, Ctx, FieldErrors, Result, Tx, uploads};
use serde_json::json;
use std::sync::Arc;
use ui::{Cell, Choice, Field, FieldKind, Form, Inset};

/// Shows the step.
pub async fn show(ctx: Ctx, Path(id): Path<i64>) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let papers = work.draft.papers()?;
    let held = shelf::held(&ctx, &work).await?;
    ui::html(&view(&ctx, &work, (&papers, &held), &FieldErrors::new()).await?)
}

/// Keeps the good files, says what is wrong with the others and what is still needed.
pub async fn submit(ctx: Ctx, Path(id): Path<i64>, typed: Submitted) -> Result<Response> {
    ctx.app.limits.check(Limited::Filing, &ctx.address).await?;
    let work = at_work!(load(&ctx, id).await?);
    let held = shelf::held(&ctx, &work).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let (papers, mut errors) = taken(&ctx, &tx, (&work, &held), &typed).await?;
    store::keep_papers(&tx, id, &papers).await?;
    let count = papers.iter().filter(|p| p.hash.is_some() && !rules::is_answer(p)).count();
    let after = json!({ "draft_step": "giay-to", "draft_files": count });
    tx.journal(Change::of("online_services", "draft", id, "draft_save").after(after)).await?;
    tx.commit().await?;
    if !typed.ticked("de_sau") {
        let by_proxy = rules::people(&work.version.body, &work.draft.people()?).0.proxy.is_some();
        let needed = rules::papers(&work.version.body, &papers, by_proxy).0;
        let fresh: Vec<_> =
            needed.into_iter().filter(|e| !errors.0.iter().any(|known| known.field == e.field)).collect();
        errors.0.extend(fresh);
    }
    if !errors.is_empty() {
        return ui::html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &view(&ctx, &work, (&papers, &held), &errors).await?,
        );
    }
    Ok(redirect(&path(id), Some("online-services-flash-saved")))
}

/// The papers after this sending: new files stored, removed ones dropped, promises noted.
async fn taken(
    ctx: &Ctx,
    tx: &Tx,
    (work, held): (&Work, &Held),
    typed: &Submitted,
) -> Result<(Vec<Attached>, FieldErrors)> {
    let before = work.draft.papers()?;
    let most = uploads::Rules::on(&ctx.app, ctx.today())?.per_paper;
    let sender = uploads::sender(ctx);
    let mut errors = FieldErrors::new();
    let mut papers = Vec::new();
    for component in attachable(&work.version.body) {
        let field = format!("tep.{}", component.key);
        match held.taken(ctx, component, typed) {
            None => {}
            Some(Ok(paper)) => {
                papers.push(paper);
                continue;
            }
            Some(Err(key)) => errors.add(&field, key),
        }
        let dropped = typed.all(&format!("bo.{}", component.key));
        let kept = before.iter().filter(|p| p.component == component.key && p.shelf.is_none());
        let mut own: Vec<Attached> =
            kept.filter(|p| p.hash.as_ref().is_some_and(|hash| !dropped.contains(hash))).cloned().collect();
        for upload in typed.uploads.iter().filter(|u| u.field == field) {
            if own.len() >= most {
                errors.add_with(&field, "online-services-file-many", vec![("maximum", most.to_string())]);
                break;
            }
            match uploads::take(&ctx.app, tx, &sender, upload.content.clone()).await {
                Ok(file) if own.iter().any(|p| p.hash.as_ref() == Some(&file.hash)) => {}
                Ok(file) => own.push(Attached {
                    component: component.key.clone(),
                    hash: Some(file.hash),
                    name: upload.name.chars().take(200).collect(),
                    size: file.size,
                    shelf: None,
                }),
                Err(Error::Refused(refusal)) => errors.add_with(&field, refusal.key, refusal.args),
                Err(other) => return Err(other),
            }
        }
        if own.is_empty() && may_wait(component) && typed.ticked(&format!("sau.{}", component.key)) {
            let component = component.key.clone();
            own.push(Attached { component, hash: None, name: String::new(), size: 0, shelf: None });
        }
        papers.extend(own);
    }
    // Those that answer questions belong to the form's own step.
    papers.extend(before.into_iter().filter(rules::is_answer));
    Ok((papers, errors))
}

/// Whether the paper may be brought later instead of attached.
fn may_wait(component: &Component) -> bool {
    !component.required || component.required_when.is_some()
}

/// One's own attachment: `so` tells which of a paper's files, from 1.
pub async fn file(ctx: Ctx, Path((id, component)): Path<(i64, String)>, query: Query) -> Result<Response> {
    let work = at_work!(load(&ctx, id).await?);
    let papers = work.draft.papers()?;
    let number: usize = query.get("so").and_then(|n| n.parse().ok()).unwrap_or(1);
    let hash = papers
        .iter()
        .filter(|p| p.component == component)
        .nth(number.saturating_sub(1))
        .and_then(|p| p.hash.clone())
        .ok_or(Error::NotFound)?;
    // Ours, not the sender's: a name can pretend an ending.
    let name = format!("{component}-{number}");
    let (stored, content) = ctx.app.files.get(&ctx.app.store, &hash).await?;
    // Shown by the browser only as what its content is; anything else it may not guess.
    let shown = stored.media_type == "application/pdf" || stored.media_type.starts_with("image/");
    let disposition = if shown { "inline" } else { "attachment" };
    let heads = [
        (header::CONTENT_TYPE, stored.media_type),
        (header::CONTENT_DISPOSITION, format!("{disposition}; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((heads, content).into_response())
}

/// Why papers of this procedure came back lately: the component, and the reason in words.
async fn often(ctx: &Ctx, work: &Work) -> Result<Vec<(String, String)>> {
    let Ok(returns) = ctx.app.port::<Arc<dyn ReturnReasons>>() else { return Ok(Vec::new()) };
    let found = returns.often(&ctx.app, &work.version.body.code, ctx.today()).await?;
    let told = |asked: OftenAsked| {
        let reason = returns.reason(&ctx.app, &ctx.locale, &asked.code);
        (asked.component, reason)
    };
    Ok(found.into_iter().map(told).collect())
}

/// A paper with what to look at before it is sent, where others had to send it again.
fn noted(ctx: &Ctx, mut group: Field, reasons: Vec<String>) -> Field {
    if !reasons.is_empty() {
        let check = ctx.tn("online-services-paper-check", &[("reasons", reasons.join("; "))]);
        group.hint = Some(group.hint.map_or_else(|| check.clone(), |hint| format!("{hint}. {check}")));
    }
    group
}

async fn view(
    ctx: &Ctx,
    work: &Work,
    (papers, held): (&[Attached], &Held),
    errors: &FieldErrors,
) -> Result<Step> {
    let rules = uploads::Rules::on(&ctx.app, ctx.today())?;
    let often = often(ctx, work).await?;
    let told = |component: &Component| {
        let own = often.iter().filter(|(key, _)| *key == component.key);
        own.map(|(_, reason)| reason.clone()).collect::<Vec<_>>()
    };
    let fields: Vec<Field> = attachable(&work.version.body)
        .map(|c| {
            let offered = held.offer(ctx, c, papers, field(ctx, work, c, &rules, papers, errors));
            noted(ctx, offered, told(c))
        })
        .collect();
    let mut parts = Vec::new();
    if fields.is_empty() {
        parts.push(ui::markup(&Inset { text: ctx.t("online-services-papers-none") }));
    }
    let mut form =
        Form::new(&ui::words(&ctx.locale), work.page("giay-to"), ctx.t("online-services-save"), fields)
            .multipart();
    form.second_button = Some(("de_sau".to_owned(), "1".to_owned(), ctx.t("online-services-later")));
    let (page, mut head) = step(ctx, work, "online-services-papers-step", !errors.is_empty());
    head.lead = ctx.t("online-services-papers-lead");
    Ok(Step { page, head, parts, form: Some(form) })
}

/// Links to the files of a paper.
pub(super) fn links(work: &Work, papers: &[Attached], component: &str) -> Vec<Cell> {
    let own = papers.iter().filter(|p| p.component == component);
    let link = |(index, paper): (usize, &Attached)| {
        let href = format!("{}/{component}?so={}", work.page("tep"), index + 1);
        paper
            .hash
            .is_some()
            .then(|| Cell::link(href, format!("{} ({})", paper.name, ui::file_size(paper.size))))
    };
    own.enumerate().filter_map(link).collect()
}

fn field(
    ctx: &Ctx,
    work: &Work,
    component: &Component,
    rules: &uploads::Rules,
    papers: &[Attached],
    errors: &FieldErrors,
) -> Field {
    let name = format!("tep.{}", component.key);
    let given = |p: &&Attached| p.component == component.key && p.shelf.is_none();
    let own: Vec<&Attached> = papers.iter().filter(given).collect();
    let attached = if own.is_empty() { Vec::new() } else { links(work, papers, &component.key) };
    let mut inner = Vec::new();
    if !attached.is_empty() {
        let list = ui::SummaryList::new(&ui::words(&ctx.locale))
            .row(ctx.t("online-services-file-attached"), Cell::Stack(attached.clone()));
        inner.push(Field::html(ui::markup(&list)));
    }
    if attached.len() < rules.per_paper {
        inner.push(picker(ctx, component, rules, attached.len(), ui::field_error(ctx, errors, &name)));
    }
    let ticks = |name: String, choices: Vec<Choice>| {
        let mut field = Field::checkboxes(name, component.name.clone(), choices).label_hidden();
        field.required = true;
        field
    };
    if !attached.is_empty() {
        let drop = own.iter().filter_map(|p| {
            let text = ctx.tn("online-services-file-drop", &[("file", p.name.clone())]);
            Some(Choice::new(p.hash.clone()?, text, false))
        });
        inner.push(ticks(format!("bo.{}", component.key), drop.collect()));
    } else if may_wait(component) {
        let later = Choice::new("1", ctx.t("online-services-file-later"), !own.is_empty());
        inner.push(ticks(format!("sau.{}", component.key), vec![later]));
    }
    let mut group = Field::group(format!("giay.{}", component.key), component.name.clone(), inner);
    let notes: Vec<String> = [
        Some(ctx.t(&format!("online-services-paper-{}", component.kind.replace('_', "-")))),
        component
            .required_when
            .as_ref()
            .map(|w| ctx.tn("online-services-paper-when", &[("when", w.clone())])),
        component.note.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    group.hint = Some(notes.join(". "));
    if attached.len() >= rules.per_paper {
        // There is no picker any more at which it could be said.
        group.error = ui::field_error(ctx, errors, &name);
    }
    group.required = !may_wait(component);
    group
}

/// The picker of a paper, which says what it takes and how many files are still free.
fn picker(
    ctx: &Ctx,
    component: &Component,
    rules: &uploads::Rules,
    attached: usize,
    error: Option<String>,
) -> Field {
    let free = rules.per_paper.saturating_sub(attached);
    let label =
        ctx.t(if attached > 0 { "online-services-file-other" } else { "online-services-file-choose" });
    let many = ctx.tn("online-services-file-free", &[("count", free.to_string())]);
    let text = format!("{} {many}", rules.words(ctx));
    let mut picker = Field::file(format!("tep.{}", component.key), label, rules.accept(), text).error(error);
    if let FieldKind::File { multiple, .. } = &mut picker.kind {
        *multiple = free > 1;
    }
    picker.required = attached == 0 && !may_wait(component);
    picker.optional_text = (attached > 0).then(|| ctx.t("online-services-file-kept"));
    picker
}
